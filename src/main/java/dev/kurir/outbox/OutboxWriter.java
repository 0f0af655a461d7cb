package dev.kurir.outbox;

import dev.kurir.database.Columns;
import dev.kurir.database.Days;
import dev.kurir.database.Sql;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.sequence.MailboxNumbers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Appends messages to the outboxes within the caller's transaction. It holds the locks of the lanes
 * it writes until that transaction ends, so append last. Thread-safe; one a process.
 */
public final class OutboxWriter {
  private static final String CONTROL = "control";
  private final Days days;
  private final MailboxNumbers numbers;
  private final Clock clock;

  /** The last message that was appended to each lane, 0: unknown; written under the lane's lock. */
  private final Map<NetworkName, AtomicLongArray> ends = new ConcurrentHashMap<>();

  public OutboxWriter(Days days, MailboxNumbers numbers, Clock clock) {
    this.days = days;
    this.numbers = numbers;
    this.clock = clock;
  }

  /**
   * A message that was appended.
   *
   * @param at when it was written
   * @param before the one before it in the network's lane; unknown after another process has
   *     written there
   */
  public record Appended(
      NetworkName network, OutboxMessage message, Instant at, OptionalLong before) {
    public MessageId id() {
      return message.id();
    }

    public Lane lane() {
      return message.lane();
    }

    /** In whose outbox it is. */
    public OwnerId owner() {
      return message.owner();
    }

    /** Its number in its conversation. */
    public long number() {
      return message.number();
    }

    public String text() {
      return message.text();
    }

    /** Whether nothing lies between it and what is before. */
    boolean follows(long id) {
      return before.isPresent() && before.getAsLong() == id;
    }
  }

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
    if (all.isEmpty()) {
      return List.of();
    }
    hold(connection, all);
    List<Draft> drafts = once(connection, all);
    if (drafts.isEmpty()) {
      return List.of();
    }
    LocalDate day = days.today();
    try (var statement = connection.prepareStatement(Sql.named("outbox/append"))) {
      statement.setObject(1, day);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as a row has it
      statement.setString(2, now.toString());
      long[] numbers = number(drafts);
      bind(statement, 3, drafts, numbers);
      List<Appended> appended = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        for (int i = 0; i < numbers.length; i++) {
          rows.next();
          appended.add(
              appended(
                  drafts.get(i),
                  numbers[i],
                  rows.getLong(1),
                  rows.getObject(2, UUID.class),
                  day,
                  now));
        }
      }
      return appended;
    }
  }

  private Appended appended(
      Draft draft, long number, long id, UUID retryKey, LocalDate day, Instant at) {
    Lane lane = Lane.of(draft.owner());
    OutboxMessage message =
        new OutboxMessage(
            new MessageId(id),
            day,
            lane,
            draft.owner(),
            draft.conversation(),
            number,
            draft.text(),
            retryKey,
            draft.retryOf() != null,
            null);
    AtomicLongArray ofNetwork =
        ends.computeIfAbsent(draft.network(), n -> new AtomicLongArray(Lane.COUNT));
    long before = ofNetwork.getAndSet(lane.number(), id);
    return new Appended(
        draft.network(), message, at, before == 0 ? OptionalLong.empty() : OptionalLong.of(before));
  }

  /** Leaves out what repeats a message that is repeated already. */
  private static List<Draft> once(Connection connection, List<Draft> drafts) throws SQLException {
    List<MessageId> repeats = drafts.stream().map(Draft::retryOf).filter(Objects::nonNull).toList();
    if (repeats.isEmpty()) {
      return drafts;
    }
    Set<MessageId> repeated = new HashSet<>();
    try (var statement = connection.prepareStatement(Sql.named("outbox/repeated"))) {
      statement.setArray(1, Columns.of(connection, "int8", repeats, MessageId::value));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          repeated.add(new MessageId(rows.getLong(1)));
        }
      }
    }
    return drafts.stream()
        .filter(draft -> draft.retryOf() == null || repeated.add(draft.retryOf()))
        .toList();
  }

  private static int[] lanes(List<Draft> drafts) {
    return drafts.stream().mapToInt(draft -> Lane.of(draft.owner()).number()).toArray();
  }

  /**
   * Locks each outbox's lanes, so that a large batch for one network holds up no other; first of
   * all, see {@link MailboxNumbers}.
   */
  private void hold(Connection connection, List<Draft> drafts) throws SQLException {
    int[] locks = drafts.stream().mapToInt(OutboxWriter::lock).distinct().sorted().toArray();
    int[] lanes = Arrays.stream(lanes(drafts)).distinct().sorted().toArray();
    for (int lane : numbers.hold(connection, locks, lanes)) {
      ends.values().forEach(end -> end.set(lane, 0));
    }
  }

  private static int lock(Draft draft) {
    return draft.network().value().hashCode() * Lane.COUNT + Lane.of(draft.owner()).number();
  }

  private long[] number(List<Draft> drafts) throws SQLException {
    return numbers.take(
        lanes(drafts), drafts.stream().mapToLong(draft -> draft.conversation().value()).toArray());
  }

  private static void bind(
      PreparedStatement statement, int from, List<Draft> drafts, long[] numbers)
      throws SQLException {
    PrimitiveIterator.OfLong number = Arrays.stream(numbers).iterator();
    Columns.bind(statement, from, drafts)
        .add("text", d -> d.control() ? CONTROL : d.network().value())
        .add("text", d -> d.network().value())
        .add("int2", d -> (short) Lane.of(d.owner()).number())
        .add("int4", d -> d.owner().value())
        .add("int8", d -> d.conversation().value())
        .add("int8", d -> number.nextLong())
        .add("int8", d -> d.contact() == null ? null : d.contact().value())
        .add("int8", d -> d.source() == null ? null : d.source().value())
        .add("int8", d -> d.retryOf() == null ? null : d.retryOf().value())
        .add("text", Draft::text);
  }
}
