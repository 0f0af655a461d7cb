package dev.kurir.outbox;

import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What owners are told, worded here and addressed to where each of them reads. Thread-safe. */
final class Notices {
  private final NetworkName usualMaster;

  /**
   * @param usualMaster where owners will read who have not paired yet
   */
  Notices(NetworkName usualMaster) {
    this.usualMaster = usualMaster;
  }

  /** Null for a message in the master chat itself: it could not be told there either. */
  static @Nullable Notice dead(OutboxMessage message, String network, String name, String reason) {
    return about(
        message,
        "Not delivered to %s %s: %s\nSend it again: /retry %s"
            .formatted(network, oneLine(name), reason, message.id()));
  }

  /** The contact can't be reached and nothing more is sent to it. */
  static @Nullable Notice gone(OutboxMessage message, String network, String name, String reason) {
    return about(
        message,
        "Not delivered to %s %s: %s\nNothing more is sent to them until they write again. Try all the same: /retry %s"
            .formatted(network, oneLine(name), reason, message.id()));
  }

  static @Nullable Notice uncertain(
      OutboxMessage message, String network, String name, String reason) {
    return about(
        message,
        "Perhaps not delivered to %s %s: %s\nIf it did not arrive, send it again: /retry %s"
            .formatted(network, oneLine(name), reason, message.id()));
  }

  private static @Nullable Notice about(OutboxMessage message, String text) {
    return message.conversation().isMaster() ? null : new Notice(message.owner(), text);
  }

  private static String oneLine(String name) {
    return name.replaceAll("\\p{Cntrl}+", " ");
  }

  /** The messages that tell it. */
  List<Draft> drafts(Connection connection, Collection<Notice> notices) throws SQLException {
    if (notices.isEmpty()) {
      return List.of();
    }
    Map<Integer, NetworkName> masters = masters(connection, notices);
    return notices.stream()
        .map(
            notice ->
                new Draft(
                    masters.getOrDefault(notice.owner().value(), usualMaster),
                    true,
                    notice.owner(),
                    ConversationId.masterOf(notice.owner()),
                    null,
                    null,
                    null,
                    notice.text()))
        .toList();
  }

  private static Map<Integer, NetworkName> masters(
      Connection connection, Collection<Notice> notices) throws SQLException {
    Map<Integer, NetworkName> masters = new HashMap<>();
    try (var statement = connection.prepareStatement(Sql.named("outbox/master-networks"))) {
      statement.setArray(1, Columns.of(connection, "int4", notices, n -> n.owner().value()));
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          masters.put(row.getInt("id"), new NetworkName(row.getString("network")));
        }
      }
    }
    return masters;
  }
}
