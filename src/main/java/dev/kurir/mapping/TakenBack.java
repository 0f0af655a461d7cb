package dev.kurir.mapping;

import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Arrival;
import dev.kurir.message.NetworkMessageId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Notes what senders took back, for the archive to erase, with the messages that say so. */
final class TakenBack {
  private TakenBack() {}

  /** Within the caller's transaction. */
  static void note(Connection connection, List<InboxMessage> messages) throws SQLException {
    List<InboxMessage> events = new ArrayList<>();
    for (InboxMessage message : messages) {
      if (message.kind().equals(Arrival.TAKEN_BACK) && message.quotes() != null) {
        events.add(message);
      }
    }
    if (!events.isEmpty()) {
      try (var statement = connection.prepareStatement(Sql.named("mapping/take-back"))) {
        Columns.bind(statement, 1, events)
            .add("int4", event -> event.bot().value())
            .add("text", event -> event.sender().value())
            .add("text", event -> quoted(event).value());
        statement.executeUpdate();
      }
    }
  }

  private static NetworkMessageId quoted(InboxMessage event) {
    return Objects.requireNonNull(event.quotes());
  }
}
