package dev.kurir.outbox;

import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flush of one network, in rounds: take in what ended, read what is new or due, choose what
 * goes next, save all of it in one transaction, then hand over what was chosen.
 *
 * <p>One process holds a network's lock and flushes it. What could not be repeated knowingly after
 * a crash is on disk before it is handed over; where nothing is of that kind, saving waits for the
 * next round, which follows at once. Where connections have a lease, a process that was frozen
 * notices before it hands over anything more, and forgets what another one has flushed since.
 *
 * <p>Rounds run on one thread at a time; {@link #ended}, {@link #mark}, {@link #markAll}, {@link
 * #due} and {@link #heard} may be called on any.
 */
final class Flush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Flush.class);
  private static final long STANDBY = Duration.ofSeconds(1).toNanos();

  /** A start reads again what was settled since; so nothing hangs on each of their steps. */
  private static final long CURSORS_EVERY = Duration.ofSeconds(1).toNanos();

  private static final long WORD_EVERY = Duration.ofSeconds(1).toNanos();

  /** So long after its last word the database may keep a connection that is lost here. */
  private static final long GHOST = Duration.ofSeconds(5).toNanos();

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  private record Ended(MessageId id, Outcome outcome) {}

  private final Capabilities network;
  private final Outbox.Surroundings around;
  private final Notices notices;
  private final Time time;
  private final Consumer<OutboxWriter.Appended> appended;

  private final Unsaved unsaved = new Unsaved();
  private final Addressees addressees = new Addressees();
  private final Map<ConversationId, String> paused = new ConcurrentHashMap<>();
  private final Set<BotId> revoked = new HashSet<>();
  private final Set<ConversationId> listening = ConcurrentHashMap.newKeySet();
  private final Gates gates;
  private final Backlog backlog;
  private final Drain drain;
  private final Settling settling;
  private final Choice choice;
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final Queue<ConversationId> hurried = new ConcurrentLinkedQueue<>();
  private final Queue<ConversationId> heard = new ConcurrentLinkedQueue<>();
  private final Map<MessageId, Flight> underWay = new HashMap<>();
  private @Nullable Standby standby;
  private @Nullable FlushStore store;
  private volatile boolean here;
  private volatile boolean busy;
  private volatile long wordAt;
  private boolean stopping;
  private long cursorsSavedAt = Long.MIN_VALUE / 2;

  /** Whether the round before handed over first, so that this one must save. */
  private boolean postponed;

  /** A connection that waits for the lock, and when it was asked last. */
  private record Standby(FlushStore store, long askedAt) {}

  Flush(
      Capabilities network,
      Outbox.Surroundings around,
      Notices notices,
      Time time,
      Consumer<OutboxWriter.Appended> appended) {
    this.network = network;
    this.around = around;
    this.notices = notices;
    this.time = time;
    this.appended = appended;
    RandomGenerator random = RandomGenerator.getDefault();
    Backoff backoff = new Backoff(random, LONGEST_BACKOFF);
    this.gates = new Gates(network, random, time);
    this.backlog = new Backlog(unsaved, time);
    this.drain = new Drain(time);
    this.settling =
        new Settling(
            network,
            backlog,
            gates,
            unsaved,
            around.settings(),
            backoff,
            time,
            around.meters(),
            paused,
            revoked);
    this.choice =
        new Choice(network, around.rules(), backlog, gates, addressees, settling, paused, time);
    around.meters().circuitsOpen(network.network(), gates, Gates::open);
  }

  /** An attempt has ended. */
  void ended(MessageId id, Outcome outcome) {
    drain.ended();
    ended.add(new Ended(id, outcome));
  }

  /** Whether what waits here takes the network seconds. */
  boolean isSlow() {
    return drain.isSlow();
  }

  /** Something new is in the lane. */
  void mark(Lane lane) {
    backlog.lanes.mark(lane);
  }

  /** This process has appended a message and committed it. */
  void appendedHere(OutboxWriter.Appended message) {
    backlog.offer(message);
  }

  /** Something new may be in any lane: written by another node. */
  void markAll() {
    backlog.lanes.markAll();
  }

  /** Whether this process flushes the network. */
  boolean isHere() {
    return here;
  }

  /** What a conversation waited for has happened. */
  void due(ConversationId conversation) {
    hurried.add(conversation);
  }

  /** The other side wrote; true when that matters here. */
  boolean heard(ConversationId conversation) {
    boolean matters = paused.containsKey(conversation) || listening.contains(conversation);
    return matters && heard.add(conversation);
  }

  /** One round; returns what is to be sent now. */
  synchronized List<Dispatch> round() throws SQLException {
    busy = true;
    try {
      return next();
    } finally {
      busy = false;
    }
  }

  private List<Dispatch> next() throws SQLException {
    takeIn();
    FlushStore own = own();
    if (own == null) {
      if (standby != null) {
        hurried.clear(); // the node that flushes was told
      }
      return List.of();
    }
    List<Flight> chosen = new ArrayList<>();
    try {
      if (!stopping) {
        hurry();
        backlog.read(own.rows());
        drain.queued(backlog.queued());
        choice.make(own.connection(), chosen);
        chosen.forEach(this::begin);
      }
      postponed = !postponed && !chosen.isEmpty() && unsaved.attempts.isEmpty();
      if (!postponed) {
        save(own);
      }
      return chosen.stream().map(flight -> flight.dispatch(network)).toList();
    } catch (SQLException | RuntimeException e) {
      chosen.forEach(flight -> underWay.remove(flight.id()));
      unsaved.forgetStarted();
      loseStore();
      throw e;
    }
  }

  /** Whether this process surely has the lock. */
  boolean isSure() {
    Duration lease = around.connector().lease();
    return lease == null || (here && time.nanos() - wordAt < lease.toNanos());
  }

  /** Says a word on the connections, where they need it; false: the lock has gone. */
  boolean touch() {
    if (around.connector().lease() == null || busy) {
      return true; // a round says its own
    }
    synchronized (this) {
      boolean had = here;
      try {
        if (standby != null) {
          standby.store.touch();
        }
        sayWord();
        return true;
      } catch (SQLException e) {
        LOG.debug("{}: {}", network.network(), e.toString());
        return !had;
      }
    }
  }

  /** Whether the next round has something to do at once. */
  synchronized boolean more() {
    return store != null && (postponed || (!stopping && backlog.more()));
  }

  /** In how many nanoseconds a round has something to do, unless it is woken before. */
  synchronized long wake() {
    return store == null ? Long.MAX_VALUE : choice.wake();
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
    sayWord();
    if (store != null || !underWay.isEmpty()) {
      return store;
    }
    long now = time.nanos();
    Standby waiting = standby;
    if (waiting != null && now - waiting.askedAt < STANDBY && !stopping) {
      return null;
    }
    FlushStore mine =
        waiting == null
            ? new FlushStore(around.connector().connect(), network.network())
            : waiting.store;
    standby = null;
    try {
      if (!mine.own()) {
        standby = new Standby(mine, now);
        if (around.connector().lease() != null && now - wordAt > GHOST) {
          unsaved.clear(); // another process has gone on from what was saved
        }
        return null;
      }
      wordAt = now;
      begin(mine);
      store = mine;
      here = true;
      return mine;
    } finally {
      if (store == null && standby == null) {
        mine.close();
      }
    }
  }

  /** Saves what was decided before the connection was lost, and starts from what is saved. */
  private void begin(FlushStore own) throws SQLException {
    own.save(unsaved, List.of(), around.writer(), notices, time.now()).forEach(appended);
    unsaved.clear();
    gates.forgetBusy();
    OutboxRows rows = own.rows();
    rows.pauses(time).forEach((bot, until) -> gates.of(bot).pause(time.nanos(until)));
    paused.clear();
    paused.putAll(rows.pausedContacts());
    revoked.clear();
    revoked.addAll(rows.alarmed(Settling.REVOKED));
    listening.clear();
    int waiting = backlog.load(rows);
    LOG.info("{}: flushing from here, {} conversations wait", network.network(), waiting);
  }

  private void sayWord() throws SQLException {
    long now = time.nanos();
    if (store != null && around.connector().lease() != null && now - wordAt >= WORD_EVERY) {
      try {
        store.touch();
        wordAt = now;
      } catch (SQLException e) {
        loseStore();
        throw e;
      }
    }
  }

  private void loseStore() {
    if (store != null) {
      store.close();
      store = null;
      here = false;
    }
  }

  private void takeIn() {
    for (Ended end = ended.poll(); end != null; end = ended.poll()) {
      Flight flight = underWay.remove(end.id);
      if (flight != null) {
        Conversation conversation = flight.conversation();
        conversation.underWay = false;
        end.outcome.settle(settling.of(flight));
        Unsaved.Move move = unsaved.moved.get(conversation.id);
        if (move != null) {
          addressees.moved(conversation.id, move.bot(), move.to());
        }
        if (conversation.listening) {
          listening.add(conversation.id);
        }
      }
    }
  }

  private void hurry() {
    for (ConversationId id = hurried.poll(); id != null; id = hurried.poll()) {
      addressees.forget(id);
      backlog.hurry(id);
    }
    for (ConversationId id = heard.poll(); id != null; id = heard.poll()) {
      if (paused.remove(id) != null) {
        unsaved.paused.put(id, null);
      }
      if (listening.remove(id) && backlog.listens(id)) {
        backlog.hurry(id);
      }
    }
  }

  private void begin(Flight flight) {
    underWay.put(flight.id(), flight);
    if (flight.isToBeRecorded(network)) {
      unsaved.started(
          flight.head(), flight.attempt(), flight.messages().size(), flight.permit(), time.now());
    }
  }

  private void save(FlushStore own) throws SQLException {
    long now = time.nanos();
    boolean due = stopping || now - cursorsSavedAt >= CURSORS_EVERY;
    Collection<LaneCursor> moved = due ? backlog.moved() : List.of();
    if (unsaved.isEmpty() && moved.isEmpty()) {
      return;
    }
    List<OutboxWriter.Appended> told =
        own.save(unsaved, moved, around.writer(), notices, time.now());
    unsaved.clear();
    if (!moved.isEmpty()) {
      moved.forEach(LaneCursor::saved);
      cursorsSavedAt = now;
    }
    told.forEach(appended);
  }

  @Override
  public synchronized void close() {
    loseStore();
    if (standby != null) {
      standby.store.close();
      standby = null;
    }
  }
}
