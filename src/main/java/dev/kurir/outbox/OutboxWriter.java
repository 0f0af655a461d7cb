package dev.kurir.outbox;

import dev.kurir.database.Days;
import dev.kurir.database.Sql;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.sequence.MailboxNumbers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends messages to the outboxes within the caller's transaction. It holds the locks of the lanes
 * it writes until that transaction ends, so append last. Thread-safe.
 */
public final class OutboxWriter {
  private static final String CONTROL = "control";
  private static final String[] TYPES = {
    "text", "text", "int2", "int4", "int8", "int8", "int8", "int8", "int8", "text"
  };

  private final Days days;
  private final MailboxNumbers numbers;
  private final Clock clock;

  public OutboxWriter(Days days, MailboxNumbers numbers, Clock clock) {
    this.days = days;
    this.numbers = numbers;
    this.clock = clock;
  }

  /** A message that was appended, and where its flush finds it. */
  public record Appended(MessageId id, NetworkName network, Lane lane) {}

  /**
   * Makes ready what appending needs and may not be made within a transaction that has written
   * receipts.
   */
  public void prepare() throws SQLException {
    days.prepare();
  }

  /**
   * Appends drafts in their order; a draft that repeats an already repeated message is left out.
   */
  public List<Appended> append(Connection connection, List<Draft> all) throws SQLException {
    List<Draft> drafts = once(all);
    if (drafts.isEmpty()) {
      return List.of();
    }
    long[] taken = number(connection, drafts);
    try (var statement = connection.prepareStatement(Sql.named("outbox/append"))) {
      statement.setObject(1, days.today());
      statement.setString(2, clock.instant().toString());
      @Nullable Object[][] columns = columns(drafts, taken);
      for (int column = 0; column < TYPES.length; column++) {
        statement.setArray(3 + column, connection.createArrayOf(TYPES[column], columns[column]));
      }
      List<Appended> appended = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          appended.add(
              new Appended(
                  new MessageId(rows.getLong("id")),
                  new NetworkName(rows.getString("network")),
                  new Lane(rows.getInt("lane"))));
        }
      }
      return appended;
    }
  }

  private static List<Draft> once(List<Draft> drafts) {
    Set<MessageId> repeated = new HashSet<>();
    return drafts.stream()
        .filter(draft -> draft.retryOf() == null || repeated.add(draft.retryOf()))
        .toList();
  }

  /** Locks the lanes, then takes the numbers: in this order, see {@link MailboxNumbers}. */
  private long[] number(Connection connection, List<Draft> drafts) throws SQLException {
    int[] lanes = drafts.stream().mapToInt(draft -> Lane.of(draft.owner()).number()).toArray();
    int[] locked = Arrays.stream(lanes).distinct().sorted().toArray();
    try (var statement = connection.prepareStatement(Sql.named("outbox/lock-lanes"))) {
      statement.setObject(1, locked);
      statement.execute();
    }
    numbers.hold(connection, locked);
    return numbers.take(
        lanes, drafts.stream().mapToLong(draft -> draft.conversation().value()).toArray());
  }

  private static @Nullable Object[][] columns(List<Draft> drafts, long[] numbers) {
    @Nullable Object[][] columns = new Object[TYPES.length][drafts.size()];
    for (int i = 0; i < drafts.size(); i++) {
      Draft d = drafts.get(i);
      columns[0][i] = d.control() ? CONTROL : d.network().value();
      columns[1][i] = d.network().value();
      columns[2][i] = (short) Lane.of(d.owner()).number();
      columns[3][i] = d.owner().value();
      columns[4][i] = d.conversation().value();
      columns[5][i] = numbers[i];
      columns[6][i] = d.contact() == null ? null : d.contact().value();
      columns[7][i] = d.source() == null ? null : d.source().value();
      columns[8][i] = d.retryOf() == null ? null : d.retryOf().value();
      columns[9][i] = d.text();
    }
    return columns;
  }
}
