package dev.kurir.archive;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * A message that its sender took back.
 *
 * @param sender the chat that it was written in
 * @param message the network's id of it
 * @param day when that was told
 */
record TakenBack(int bot, String sender, String message, LocalDate day) {
  private static final int MOST = 500;

  /** How the id stands among a message's hints, see {@code Arrival}. */
  String hint() {
    return "\"messageId\":\""
        + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(message))
        + '"';
  }

  /** What is to be erased, the oldest first. */
  static List<TakenBack> all(Connection active) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/taken-back"))) {
      statement.setInt(1, MOST);
      return MessageRows.read(
          statement,
          row ->
              new TakenBack(
                  row.getInt("bot_id"),
                  row.getString("sender"),
                  row.getString("message"),
                  row.getObject("day", LocalDate.class)));
    }
  }

  /** It is erased. */
  void done(Connection active) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/forget-taken-back"))) {
      statement.setInt(1, bot);
      statement.setString(2, sender);
      statement.setString(3, message);
      statement.executeUpdate();
    }
  }

  /** Forgets what was never found. */
  static void forgetOld(Connection active) throws SQLException {
    try (var statement = active.prepareStatement(Sql.named("archive/forget-never-found"))) {
      statement.executeUpdate();
    }
  }
}
