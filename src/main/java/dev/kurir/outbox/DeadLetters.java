package dev.kurir.outbox;

import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.ContactId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Messages that ended dead or uncertain, and sending them again: once each. Thread-safe. */
public final class DeadLetters {
  private final DataSource active;
  private final OutboxWriter writer;
  private final Consumer<OutboxWriter.Appended> appended;

  /**
   * @param appended told of each message that is sent again, after the commit
   */
  public DeadLetters(
      DataSource active, OutboxWriter writer, Consumer<OutboxWriter.Appended> appended) {
    this.active = active;
    this.writer = writer;
    this.appended = appended;
  }

  /**
   * A message that did not reach its recipient for sure.
   *
   * @param state {@code dead} or {@code uncertain}
   */
  public record DeadLetter(
      MessageId id,
      NetworkName network,
      ConversationId conversation,
      @Nullable ContactId contact,
      String text,
      String state,
      String reason) {}

  /** An owner's dead letters that were not sent again, newest first. */
  public List<DeadLetter> of(OwnerId owner, int limit) throws SQLException {
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.named("outbox/unhappy"))) {
      statement.setInt(1, owner.value());
      statement.setInt(2, limit);
      List<DeadLetter> letters = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          letters.add(
              new DeadLetter(
                  new MessageId(row.getLong("id")),
                  new NetworkName(row.getString("network")),
                  new ConversationId(row.getLong("conversation")),
                  contact(row),
                  row.getString("text"),
                  row.getString("state"),
                  row.getString("reason")));
        }
      }
      return letters;
    }
  }

  /**
   * The message that repeats a dead or uncertain one, for the caller to append.
   *
   * @param owner whose it must be; null: anybody's
   * @throws InvalidFieldException when there is no such message, or it need not or may not be
   *     repeated
   */
  public Draft again(MessageId id, @Nullable OwnerId owner) throws SQLException {
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.named("outbox/one-unhappy"))) {
      statement.setLong(1, id.value());
      if (owner == null) {
        statement.setNull(2, Types.INTEGER);
        statement.setNull(3, Types.INTEGER);
      } else {
        statement.setInt(2, owner.value());
        statement.setInt(3, owner.value());
      }
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new InvalidFieldException(
              "id", id.toString(), "a message that could not be delivered; /failed lists them");
        }
        String state = row.getString("state");
        if (state == null || "delivered".equals(state)) {
          throw new InvalidFieldException(
              "id",
              id + " is " + (state == null ? "pending" : state),
              "a message that is dead or uncertain");
        }
        if (row.getBoolean("retried")) {
          throw new InvalidFieldException(
              "id", id + " was sent again already", "each message once");
        }
        if (row.getBoolean("erased")) {
          throw new InvalidFieldException("id", id + " is erased", "a message that has its text");
        }
        return draft(row, id);
      }
    }
  }

  private static Draft draft(ResultSet row, MessageId id) throws SQLException {
    long source = row.getLong("source_id");
    return new Draft(
        new NetworkName(row.getString("network")),
        "control".equals(row.getString("ledger")),
        new OwnerId(row.getInt("owner_id")),
        new ConversationId(row.getLong("conversation")),
        contact(row),
        source == 0 ? null : new MessageId(source),
        id,
        row.getString("text"));
  }

  private static @Nullable ContactId contact(ResultSet row) throws SQLException {
    long contact = row.getLong("contact_id");
    return contact == 0 ? null : new ContactId(contact);
  }

  /**
   * Sends a dead or uncertain message again.
   *
   * @return the id of the new message
   * @throws InvalidFieldException as {@link #again}
   */
  public MessageId redrive(MessageId id) throws SQLException {
    Draft draft = again(id, null);
    List<OutboxWriter.Appended> written =
        Transaction.in(active, connection -> writer.append(connection, List.of(draft)));
    if (written.isEmpty()) {
      throw new InvalidFieldException("id", id + " was sent again already", "each message once");
    }
    written.forEach(appended);
    return written.get(0).id();
  }
}
