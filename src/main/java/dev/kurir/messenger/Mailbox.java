package dev.kurir.messenger;

import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What users received, as the outbox holds it, and what they did with it. Thread-safe. */
final class Mailbox {
  private final DataSource active;

  Mailbox(DataSource active) {
    this.active = active;
  }

  /**
   * A message of a mailbox.
   *
   * @param text begins with the sender's name and a space
   */
  record Letter(long number, String text, Instant sentAt, boolean read) {
    String from() {
      return text.substring(0, Math.max(0, text.indexOf(' ')));
    }

    String words() {
      return text.substring(text.indexOf(' ') + 1);
    }

    /** Names it in logs: no text. */
    @Override
    public String toString() {
      return "letter " + number;
    }
  }

  /** How many messages are in a mailbox. */
  record Size(long messages, long unread) {}

  /** The messages from a number on, in their order. */
  List<Letter> page(OwnerId user, long from, int most) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named("messenger/mailbox"))) {
      statement.setInt(1, user.value());
      statement.setLong(2, ConversationId.masterOf(user).value());
      statement.setLong(3, from);
      statement.setInt(4, most);
      List<Letter> letters = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          letters.add(
              new Letter(
                  row.getLong("number"),
                  row.getString("text"),
                  row.getTimestamp("created_at").toInstant(),
                  row.getBoolean("read")));
        }
      }
      return letters;
    }
  }

  Size size(OwnerId user) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("messenger/mailbox-size"))) {
      statement.setInt(1, user.value());
      statement.setLong(2, ConversationId.masterOf(user).value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Size(row.getLong("messages"), row.getLong("unread"));
      }
    }
  }

  /** Marks a message as read or deleted; false when there is none of that number. */
  boolean mark(OwnerId user, long number, boolean deleted) throws SQLException {
    return Transaction.in(
        active,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Sql.named("messenger/mark"))) {
            statement.setInt(1, user.value());
            statement.setBoolean(2, deleted);
            statement.setInt(3, user.value());
            statement.setLong(4, ConversationId.masterOf(user).value());
            statement.setLong(5, number);
            return statement.executeUpdate() == 1;
          }
        });
  }
}
