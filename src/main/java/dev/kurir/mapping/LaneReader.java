package dev.kurir.mapping;

import dev.kurir.database.Columns;
import dev.kurir.database.Node;
import dev.kurir.database.Sql;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** What lanes hold next: from memory where it is there, else from the inbox. Thread-safe. */
final class LaneReader {
  private final DataSource active;
  private final Node node;
  private final Fresh fresh;

  LaneReader(DataSource active, Node node, Fresh fresh) {
    this.active = active;
    this.node = node;
    this.fresh = fresh;
  }

  /**
   * The next messages of lanes.
   *
   * @param limit how many of a lane, at most
   */
  LaneBatch next(NetworkName network, List<Lane> taken, int limit) throws SQLException {
    List<InboxMessage> messages = new ArrayList<>();
    Map<LaneBatch.Cursor, Long> cursors = new HashMap<>();
    List<Lane> unknown = new ArrayList<>();
    for (Lane lane : taken) {
      Optional<Fresh.Next> next = fresh.next(network, lane, limit);
      if (next.isPresent()) {
        messages.addAll(next.get().messages());
        cursors.put(new LaneBatch.Cursor(lane.number(), node.id()), next.get().cursor());
      } else {
        unknown.add(lane);
      }
    }
    if (!unknown.isEmpty()) {
      read(network, unknown, limit, messages, cursors);
    }
    return new LaneBatch(
        network, taken, List.copyOf(messages), Map.copyOf(cursors), List.of(), Set.of());
  }

  private void read(
      NetworkName network,
      List<Lane> from,
      int limit,
      List<InboxMessage> messages,
      Map<LaneBatch.Cursor, Long> cursors)
      throws SQLException {
    int[] rows = new int[Lane.COUNT];
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.of("mapping/take", network.value()))) {
      statement.setInt(1, limit);
      statement.setArray(2, Columns.of(connection, "int2", from, lane -> (short) lane.number()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          InboxMessage message = message(row, network);
          messages.add(message);
          cursors.put(LaneBatch.Cursor.of(message), row.getLong("cursor_id"));
          if (++rows[message.lane().number()] == limit) {
            fresh.doubt(network, message.lane());
          }
        }
      }
    }
  }

  private static InboxMessage message(ResultSet row, NetworkName network) throws SQLException {
    String quotes = row.getString("quotes");
    return new InboxMessage(
        new MessageId(row.getLong("id")),
        row.getObject("day", LocalDate.class),
        row.getInt("node"),
        network,
        "control".equals(row.getString("ledger")),
        new OwnerId(row.getInt("owner_id")),
        new BotId(row.getInt("bot_id")),
        new Address(row.getString("sender")),
        row.getString("user_name"),
        row.getString("display_name"),
        row.getString("kind"),
        row.getString("text"),
        quotes == null ? null : new NetworkMessageId(quotes));
  }
}
