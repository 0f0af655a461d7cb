package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.Outcome;
import dev.kurir.metrics.Meters;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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
 * again unknowingly. Rounds run on one thread at a time; {@link #ended}, {@link #mark}, {@link
 * #markAll} and {@link #due} may be called on any.
 */
final class Flush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Flush.class);
  private static final Duration UNPAIRED = Duration.ofMinutes(1);

  /** Opens the connection that holds the lock. */
  @FunctionalInterface
  interface Connector {
    Connection connect() throws SQLException;
  }

  private record Ended(MessageId id, Outcome outcome) {}

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
  private final Clock clock;

  private final Unsaved unsaved = new Unsaved();
  private final Pauses pauses = new Pauses();
  private final Addressees addressees = new Addressees();
  private final Backlog backlog;
  private final Settling settling;
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final Queue<ConversationId> hurried = new ConcurrentLinkedQueue<>();
  private final Map<MessageId, Flight> underWay = new HashMap<>();
  private final Map<BotId, Integer> busy = new HashMap<>();
  private @Nullable FlushStore store;
  private boolean stopping;
  private boolean goesOn;

  Flush(
      Capabilities network,
      Connector connector,
      OutboxWriter writer,
      Consumer<OutboxWriter.Appended> appended,
      FlushSettings settings,
      Notices notices,
      Backoff backoff,
      Clock clock,
      Meters meters) {
    this.network = network;
    this.connector = connector;
    this.writer = writer;
    this.appended = appended;
    this.clock = clock;
    this.backlog = new Backlog(unsaved, clock);
    this.settling =
        new Settling(backlog, pauses, unsaved, settings, notices, backoff, clock, meters, network);
  }

  /** An attempt has ended. */
  void ended(MessageId id, Outcome outcome) {
    ended.add(new Ended(id, outcome));
  }

  /** Something new is in the lane. */
  void mark(Lane lane) {
    backlog.mark(lane);
  }

  /** Something new may be in any lane: written by another node. */
  void markAll() {
    backlog.markAll();
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
    List<Flight> chosen = new ArrayList<>();
    try {
      if (!stopping) {
        hurry();
        backlog.read(own);
        choose(own, chosen);
      }
      save(own);
      return chosen.stream().map(this::dispatch).toList();
    } catch (SQLException | RuntimeException e) {
      chosen.forEach(flight -> underWay.remove(flight.message.id()));
      unsaved.forgetStarted();
      loseStore();
      throw e;
    }
  }

  /** Whether the next round has something to do at once. */
  synchronized boolean more() {
    return store != null && !stopping && (goesOn || backlog.more());
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

  /**
   * The store, while this process has the network's lock; regained only when nothing is under way.
   */
  private @Nullable FlushStore own() throws SQLException {
    if (store != null || !underWay.isEmpty()) {
      return store;
    }
    Connection connection = connector.connect();
    try {
      FlushStore mine = FlushStore.own(connection, network.network());
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

  /** Saves what was decided before the connection was lost, and starts from what is saved. */
  private void begin(FlushStore own) throws SQLException {
    own.save(unsaved, List.of(), writer).forEach(appended);
    unsaved.clear();
    busy.clear();
    int waiting = backlog.load(own);
    LOG.info("{}: flushing from here, {} conversations wait", network.network(), waiting);
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
        Unsaved.Move move = unsaved.moved.get(flight.conversation.id);
        if (move != null) {
          addressees.moved(flight.conversation.id, move.bot(), move.to());
        }
      }
    }
  }

  private void hurry() {
    for (ConversationId id = hurried.poll(); id != null; id = hurried.poll()) {
      addressees.forget(id);
      backlog.hurry(id);
    }
  }

  private void choose(FlushStore own, List<Flight> chosen) throws SQLException {
    Instant now = clock.instant();
    goesOn = false;
    for (Conversation conversation : backlog.ready()) {
      OutboxMessage head = conversation.queue.element();
      Addressee to = addressees.of(conversation.id, own.connection());
      BotId bot = to.bot();
      Address address = to.address();
      if (to.removed()) {
        settling.botRemoved(conversation, head, to);
        goesOn = true;
      } else if (bot == null || address == null) {
        backlog.park(conversation, now.plus(UNPAIRED), "the owner has not paired yet");
      } else if (pauses.until(bot).isAfter(now)) {
        backlog.park(conversation, pauses.until(bot), "its bot has to wait");
      } else if (busy.getOrDefault(bot, 0) < network.requestsPerBot()) {
        chosen.add(begin(conversation, head, bot, address, to.name()));
      }
    }
  }

  private Flight begin(
      Conversation conversation, OutboxMessage head, BotId bot, Address to, String name) {
    Flight flight = new Flight(conversation, head, bot, to, name, conversation.attempts + 1);
    busy.merge(bot, 1, Integer::sum);
    underWay.put(head.id(), flight);
    backlog.underWay(conversation);
    if (!network.recognisesRepeats()) {
      unsaved.started(head, flight.attempt, clock.instant());
    }
    return flight;
  }

  private void save(FlushStore own) throws SQLException {
    Collection<LaneCursor> moved = backlog.moved();
    if (unsaved.isEmpty() && moved.isEmpty()) {
      return;
    }
    List<OutboxWriter.Appended> notices = own.save(unsaved, moved, writer);
    unsaved.clear();
    moved.forEach(LaneCursor::saved);
    notices.forEach(appended);
  }

  private Dispatch dispatch(Flight flight) {
    OutboxMessage message = flight.message;
    return new Dispatch(
        network.network(),
        flight.bot,
        flight.to,
        List.of(new Dispatch.Item(message.id(), message.text())),
        message.retryKey(),
        flight.attempt,
        message.repeated(),
        null);
  }

  @Override
  public synchronized void close() {
    loseStore();
  }
}
