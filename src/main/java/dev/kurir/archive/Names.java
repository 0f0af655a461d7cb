package dev.kurir.archive;

import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the masters say about those whom messages name; they stay in the active database. */
final class Names {
  private Names() {}

  /** A partner, as they are shown. */
  record Contact(long id, int bot, String name) {}

  /** A conversation that waits, from its first message that does. */
  record Waiting(
      String network,
      long conversation,
      long firstId,
      Instant since,
      String reason,
      Instant dueAt) {}

  static Map<Long, Contact> contacts(Connection active, Collection<Long> ids) throws SQLException {
    Map<Long, Contact> contacts = new HashMap<>();
    if (!ids.isEmpty()) {
      try (var statement = active.prepareStatement(Sql.named("history/names"))) {
        statement.setArray(1, active.createArrayOf("int8", ids.toArray()));
        for (Contact contact :
            MessageRows.read(
                statement,
                row ->
                    new Contact(row.getLong("id"), row.getInt("bot_id"), row.getString("name")))) {
          contacts.put(contact.id(), contact);
        }
      }
    }
    return contacts;
  }

  /** The bots by which owners are reached, by the owners' numbers. */
  static Map<Integer, @Nullable Integer> masters(Connection active, Collection<Integer> owners)
      throws SQLException {
    Map<Integer, @Nullable Integer> masters = new HashMap<>();
    try (var statement = active.prepareStatement(Sql.named("history/masters"))) {
      statement.setArray(1, active.createArrayOf("int4", owners.toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          masters.put(rows.getInt(1), rows.getObject(2, Integer.class));
        }
      }
    }
    return masters;
  }

  static List<Waiting> waiting(Connection active, Collection<Long> conversations)
      throws SQLException {
    if (conversations.isEmpty()) {
      return List.of();
    }
    try (var statement = active.prepareStatement(Sql.named("history/waiting"))) {
      statement.setArray(1, active.createArrayOf("int8", conversations.toArray()));
      return MessageRows.read(
          statement,
          row ->
              new Waiting(
                  row.getString("network"),
                  row.getLong("conversation"),
                  row.getLong("outbox_id"),
                  row.getTimestamp("since").toInstant(),
                  row.getString("reason"),
                  row.getTimestamp("due_at").toInstant()));
    }
  }
}
