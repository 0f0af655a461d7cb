package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flush of one network, in rounds: take in what ended, read what is new or due, choose what
 * goes next, save all of it in one transaction, then hand over what was chosen.
 *
 * <p>One process holds a network's lock and flushes it. Before a message is handed over to a
 * network that cannot recognise a repeat, the attempt is on disk, so after a crash nobody sends it
 * again unknowingly. Rounds run on one thread at a time; {@link #ended}, {@link #mark} and {@link
 * #due} may be called on any.
 *
 * <p>Over 200 lines because the round's steps share the state of the conversations; what they read
 * and write is in {@link FlushStore}, what an outcome means in {@link Settling}.
 */
final class Flush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Flush.class);
  private static final int WINDOW = 5_000;
  private static final int QUEUE = 200;
  private static final int READ = 500;
  private static final Duration UNPAIRED = Duration.ofMinutes(1);

  /** Opens the connection that holds the lock. */
  @FunctionalInterface
  interface Connector {
    Connection connect() throws SQLException;
  }

  private record Ended(MessageId id, Outcome outcome) {}

  private record Due(Instant at, Conversation conversation) {}

  /** An attempt that is under way. */
  record Flight(
      Conversation conversation,
      OutboxMessage message,
      BotId bot,
      Address to,
      String name,
      int attempt) {}

  private final Capabilities network;
  private final Connector connector;
  private final OutboxWriter writer;
  private final Consumer<OutboxWriter.Appended> appended;
  private final Addressees addressees = new Addressees();
  private final Settling settling;
  private final Clock clock;

  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final Queue<ConversationId> hurried = new ConcurrentLinkedQueue<>();
  private final BitSet marked = new BitSet(Lane.COUNT);
  private volatile boolean stopping;

  private @Nullable FlushStore store;
  private boolean recovering;
  private int queued;
  private final Map<Integer, LaneCursor> lanes = new TreeMap<>();
  private final Map<ConversationId, Conversation> conversations = new HashMap<>();
  private final Set<Conversation> ready = new LinkedHashSet<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
  private final Map<MessageId, Flight> underWay = new HashMap<>();
  private final Map<BotId, Integer> busy = new HashMap<>();
  private final Map<BotId, Instant> paused = new HashMap<>();
  private Instant networkPaused = Instant.MIN;
  private final Unsaved unsaved = new Unsaved();

  Flush(
      Capabilities network,
      Connector connector,
      OutboxWriter writer,
      Consumer<OutboxWriter.Appended> appended,
      FlushSettings settings,
      Notices notices,
      Backoff backoff,
      Clock clock) {
    this.network = network;
    this.connector = connector;
    this.writer = writer;
    this.appended = appended;
    this.clock = clock;
    this.settling =
        new Settling(this, unsaved, settings, notices, backoff, clock, network.displayName());
  }

  /** An attempt has ended. */
  void ended(MessageId id, Outcome outcome) {
    ended.add(new Ended(id, outcome));
  }

  /** Something new is in the lane. */
  void mark(Lane lane) {
    synchronized (marked) {
      marked.set(lane.number());
    }
  }

  /** Something new may be in any lane: written by another node. */
  void markAll() {
    synchronized (marked) {
      marked.set(0, Lane.COUNT);
    }
  }

  /** What a conversation waited for has happened. */
  void due(ConversationId conversation) {
    hurried.add(conversation);
  }

  /** One round; returns what is to be sent now. */
  synchronized List<Dispatch> round() throws SQLException {
    takeIn();
    FlushStore own = own();
    if (own == null) {
      return List.of();
    }
    try {
      List<Flight> chosen = List.of();
      if (!stopping) {
        hurry();
        readLanes(own);
        readDue(own);
        chosen = choose(own);
      }
      save(own, chosen);
      return chosen.stream().map(this::dispatch).toList();
    } catch (SQLException e) {
      loseStore();
      throw e;
    }
  }

  /** No more is handed over; true when nothing is under way and everything is saved. */
  synchronized boolean stop() {
    stopping = true;
    return underWay.isEmpty() && unsaved.isEmpty() && ended.isEmpty();
  }

  /** How many attempts are under way. */
  synchronized int underWay() {
    return underWay.size();
  }

  private @Nullable FlushStore own() throws SQLException {
    if (store != null || !underWay.isEmpty()) {
      return store;
    }
    Connection connection = connector.connect();
    FlushStore mine = null;
    try {
      mine = FlushStore.own(connection, network.network());
      if (mine != null) {
        begin(mine);
      }
      store = mine;
      return mine;
    } finally {
      if (store == null) {
        connection.close();
      }
    }
  }

  /** Starts from what is saved: also after the connection was lost. */
  private void begin(FlushStore own) throws SQLException {
    appended(own.save(unsaved, List.of(), writer));
    unsaved.clear();
    conversations.clear();
    ready.clear();
    due.clear();
    busy.clear();
    lanes.clear();
    queued = 0;
    own.cursors().forEach(cursor -> lanes.put(cursor.lane.number(), cursor));
    for (Waiting waiting : own.waiting()) {
      Conversation conversation = conversation(waiting.conversation());
      conversation.waiting = waiting;
      schedule(conversation);
    }
    recovering = true;
    markAll();
    LOG.info("{}: flushing from here, {} conversations wait", network.network(), due.size());
  }

  private void loseStore() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  private void takeIn() {
    for (Ended end = ended.poll(); end != null; end = ended.poll()) {
      Flight flight = underWay.remove(end.id);
      if (flight != null) {
        busy.merge(flight.bot, -1, Integer::sum);
        flight.conversation.underWay = false;
        end.outcome.settle(settling.of(flight));
      }
    }
  }

  private void hurry() {
    for (ConversationId id = hurried.poll(); id != null; id = hurried.poll()) {
      addressees.forget(id);
      Conversation conversation = conversations.get(id);
      if (conversation != null && conversation.waiting != null) {
        conversation.waiting = conversation.waiting.dueAt(clock.instant());
        schedule(conversation);
      }
    }
  }

  private void readLanes(FlushStore own) throws SQLException {
    List<LaneCursor> wanted = new ArrayList<>();
    synchronized (marked) {
      if (queued < WINDOW) {
        marked.stream().forEach(lane -> wanted.add(lane(new Lane(lane))));
        marked.clear();
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    int[] rowsOf = new int[Lane.COUNT];
    for (FlushStore.Row row : own.read(wanted, recovering, READ)) {
      LaneCursor cursor = lane(row.lane());
      cursor.read(row.id(), row.day());
      if (row.open() != null) {
        enqueue(row.open(), cursor);
      }
      if (++rowsOf[row.lane().number()] == READ) {
        mark(row.lane());
      }
    }
    synchronized (marked) {
      recovering = recovering && !marked.isEmpty();
    }
  }

  private void enqueue(OutboxMessage message, LaneCursor cursor) {
    Conversation conversation = conversation(message.conversation());
    if (conversation.waiting != null) {
      return;
    }
    if (conversation.queue.size() >= QUEUE) {
      Instant now = clock.instant();
      wait(
          conversation,
          new Waiting(
              conversation.id,
              cursor.lane,
              message.id().value(),
              message.day(),
              0,
              now,
              now,
              "many messages are before it"));
      return;
    }
    cursor.opened(message);
    conversation.queue.add(message);
    queued++;
    if (conversation.canSend()) {
      ready.add(conversation);
    }
  }

  private void readDue(FlushStore own) throws SQLException {
    Instant now = clock.instant();
    while (queued < 2 * WINDOW && !due.isEmpty() && !due.peek().at.isAfter(now)) {
      Due next = due.poll();
      Conversation conversation = next.conversation;
      Waiting waiting = conversation.waiting;
      if (waiting == null || !conversation.canRead() || !waiting.dueAt().equals(next.at)) {
        continue;
      }
      long upTo = lane(waiting.lane()).position();
      List<OutboxMessage> messages = own.read(waiting, upTo, QUEUE);
      if (messages.isEmpty()) {
        conversation.waiting = null;
        conversations.remove(conversation.id);
        unsaved.goesOn(conversation.id);
        continue;
      }
      OutboxMessage head = messages.get(0);
      boolean same = head.id().value() == waiting.firstId();
      conversation.attempts = same ? waiting.attempts() : 0;
      conversation.since = same ? waiting.since() : null;
      conversation.waiting = waiting.from(head);
      conversation.queue.addAll(messages);
      queued += messages.size();
      ready.add(conversation);
    }
  }

  private List<Flight> choose(FlushStore own) throws SQLException {
    Instant now = clock.instant();
    List<Flight> chosen = new ArrayList<>();
    for (Conversation conversation : List.copyOf(ready)) {
      OutboxMessage head = conversation.queue.element();
      Addressee to = addressees.of(conversation.id, own.connection());
      BotId bot = to.bot();
      Address address = to.address();
      if (to.removed()) {
        settling.botRemoved(conversation, head, to);
      } else if (bot == null || address == null) {
        park(conversation, now.plus(UNPAIRED), "the owner has not paired yet");
      } else if (pausedUntil(bot).isAfter(now)) {
        park(conversation, pausedUntil(bot), "its bot has to wait");
      } else if (busy.getOrDefault(bot, 0) < network.requestsPerBot()) {
        Flight flight =
            new Flight(conversation, head, bot, address, to.name(), conversation.attempts + 1);
        chosen.add(flight);
        begin(flight);
      }
    }
    return chosen;
  }

  private void begin(Flight flight) {
    busy.merge(flight.bot, 1, Integer::sum);
    underWay.put(flight.message.id(), flight);
    flight.conversation.underWay = true;
    ready.remove(flight.conversation);
    if (!network.recognisesRepeats()) {
      unsaved.attempts.add(
          new Unsaved.Attempt(
              flight.message, flight.attempt, "started", null, null, clock.instant()));
    }
  }

  private void save(FlushStore own, List<Flight> chosen) throws SQLException {
    List<LaneCursor> moved = lanes.values().stream().filter(LaneCursor::unsaved).toList();
    if (unsaved.isEmpty() && moved.isEmpty()) {
      return;
    }
    try {
      List<OutboxWriter.Appended> notices = own.save(unsaved, moved, writer);
      unsaved.moved.keySet().forEach(addressees::forget);
      unsaved.clear();
      moved.forEach(LaneCursor::saved);
      appended(notices);
    } catch (SQLException e) {
      chosen.forEach(flight -> underWay.remove(flight.message.id()));
      unsaved.attempts.removeIf(attempt -> attempt.event().equals("started"));
      throw e;
    }
  }

  private void appended(List<OutboxWriter.Appended> notices) {
    notices.forEach(appended);
  }

  private Dispatch dispatch(Flight flight) {
    return new Dispatch(
        network.network(),
        flight.bot,
        flight.to,
        List.of(new Dispatch.Item(flight.message.id(), flight.message.text())),
        flight.message.retryKey(),
        flight.attempt,
        flight.message.repeated());
  }

  /** The head is settled: the next may go. */
  void settled(Conversation conversation) {
    OutboxMessage head = conversation.queue.remove();
    queued--;
    lane(head.lane()).closed(head);
    conversation.attempts = 0;
    conversation.since = null;
    if (conversation.canSend()) {
      ready.add(conversation);
    } else {
      ready.remove(conversation);
      if (conversation.waiting != null) {
        conversation.waiting = conversation.waiting.dueAt(clock.instant());
        schedule(conversation);
      } else {
        conversations.remove(conversation.id);
      }
    }
  }

  /** The conversation waits, with everything of it that is in memory. */
  void park(Conversation conversation, Instant until, String reason) {
    OutboxMessage head = conversation.queue.element();
    Instant since = conversation.since == null ? clock.instant() : conversation.since;
    queued -= conversation.queue.size();
    conversation.queue.forEach(message -> lane(message.lane()).closed(message));
    conversation.queue.clear();
    ready.remove(conversation);
    wait(
        conversation,
        new Waiting(
            conversation.id,
            head.lane(),
            head.id().value(),
            head.day(),
            conversation.attempts,
            since,
            until,
            reason));
  }

  void pause(BotId bot, Instant until) {
    paused.merge(bot, until, (a, b) -> a.isAfter(b) ? a : b);
  }

  void pauseNetwork(Instant until) {
    networkPaused = until.isAfter(networkPaused) ? until : networkPaused;
  }

  private Instant pausedUntil(BotId bot) {
    Instant until = paused.getOrDefault(bot, Instant.MIN);
    return until.isAfter(networkPaused) ? until : networkPaused;
  }

  private void wait(Conversation conversation, Waiting waiting) {
    conversation.waiting = waiting;
    unsaved.waits(waiting);
    schedule(conversation);
  }

  private void schedule(Conversation conversation) {
    Waiting waiting = conversation.waiting;
    if (waiting != null) {
      due.add(new Due(waiting.dueAt(), conversation));
    }
  }

  private LaneCursor lane(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane.number()), "cursors are read first");
  }

  private Conversation conversation(ConversationId id) {
    return conversations.computeIfAbsent(id, Conversation::new);
  }

  @Override
  public synchronized void close() {
    loseStore();
  }
}
