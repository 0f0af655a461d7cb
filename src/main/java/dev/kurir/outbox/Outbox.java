package dev.kurir.outbox;

import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import dev.kurir.message.OwnerId;
import dev.kurir.metrics.Meters;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out: a flush per network. {@link #round} yields what is to be sent now, {@link #ended}
 * takes how it went. Thread-safe.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** What is due later is left to the safety net. */
  private static final long WORTH_A_TIMER = Duration.ofSeconds(1).toNanos();

  /** How long what is under way may take to end before a network's limits change. */
  private static final Duration RENEWAL = Duration.ofSeconds(15);

  private final Map<NetworkName, Flush> flushes = new ConcurrentHashMap<>();
  private final Map<NetworkName, Long> alarmClock = new ConcurrentHashMap<>();
  private final Surroundings around;
  private final Notices notices;
  private final Time time;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "outbox-timer");
            thread.setDaemon(true);
            return thread;
          });

  /** Opens a connection that a flush keeps, with its lock. */
  @FunctionalInterface
  public interface Connector {
    Connection connect() throws SQLException;

    /**
     * How long after its last word a connection surely has its lock; then {@link Outbox#touch} must
     * be called each second. Null: as long as it stands.
     */
    default @Nullable Duration lease() {
      return null;
    }
  }

  /** Tells the other nodes; at any time, and any of it may get lost. */
  public interface Elsewhere {
    void appended(NetworkName network, Lane lane);

    void heard(ConversationId conversation);

    void due(NetworkName network, ConversationId conversation);
  }

  /**
   * What the outbox needs from outside.
   *
   * @param networks limits and names of the networks that take part; may grow, see {@link #serve}
   * @param usualMaster where owners will read who have not paired yet
   * @param ticker nanoseconds since any moment, never set
   * @param wake asks for a round of the network soon
   * @param elsewhere tells the node that flushes a network, where that is another one
   */
  public record Surroundings(
      DataSource active,
      Connector connector,
      OutboxWriter writer,
      Map<NetworkName, Capabilities> networks,
      NetworkRules rules,
      NetworkName usualMaster,
      FlushSettings settings,
      Clock clock,
      LongSupplier ticker,
      Meters meters,
      Consumer<NetworkName> wake,
      Elsewhere elsewhere) {}

  public Outbox(Surroundings surroundings) {
    this.around = surroundings;
    this.time = new Time(around.clock(), around.ticker());
    this.notices = new Notices(around.usualMaster());
    around.networks().values().forEach(this::serve);
  }

  /**
   * Begins to flush a network, or goes on with other limits and names; then what is under way ends
   * first.
   */
  public void serve(Capabilities network) {
    Flush before = flushes.get(network.network());
    if (before != null) {
      stop(network.network(), before, RENEWAL);
    }
    flushes.put(network.network(), new Flush(network, around, notices, time, this::appended));
    around.wake().accept(network.network());
  }

  /** What owners are told about their bots. */
  public OwnerAlarms alarms() {
    return new OwnerAlarms(
        around.active(), around.writer(), notices, around.clock(), this::appended);
  }

  /**
   * One round of a network's flush.
   *
   * @return at most one dispatch a conversation, to be sent now
   * @throws SQLException while the database is away; nothing is lost, the next round goes on
   */
  public List<Dispatch> round(String network) throws SQLException {
    NetworkName name = new NetworkName(network);
    Flush flush = flush(name);
    List<Dispatch> chosen = flush.round();
    if (flush.more()) {
      around.wake().accept(name);
    } else {
      wakeIn(name, flush.wake());
    }
    return chosen;
  }

  /** Keeps the locks where they would end without a word; to be called each second. */
  public void touch() {
    flushes.forEach(
        (network, flush) -> {
          if (!flush.touch()) {
            LOG.warn("{}: this node flushes no more, its lock is gone", network);
            around.wake().accept(network);
          }
        });
  }

  /** Whether this node surely flushes the network: what it handed over may be sent. */
  public boolean flushes(NetworkName network) {
    return flush(network).isSure();
  }

  /** Whether what waits for a network takes it seconds: nothing new for it is in a hurry. */
  public boolean isSlow(NetworkName network) {
    Flush flush = flushes.get(network);
    return flush != null && flush.isSlow();
  }

  /** Wakes the network in time for what is due, once for the earliest. */
  private void wakeIn(NetworkName network, long nanos) {
    if (nanos > WORTH_A_TIMER) {
      return;
    }
    long at = time.nanos() + nanos;
    Long set = alarmClock.get(network);
    if (set == null || at - set < 0) {
      alarmClock.put(network, at);
      try {
        var unused =
            timer.schedule(
                () -> {
                  alarmClock.remove(network, at);
                  around.wake().accept(network);
                },
                nanos,
                TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException stopped) {
        LOG.debug("{}: nothing is woken any more, the outbox stops", network);
      }
    }
  }

  /** An attempt has ended. */
  public void ended(Dispatch dispatch, Outcome outcome) {
    flush(dispatch.network()).ended(dispatch.id(), outcome);
    around.wake().accept(dispatch.network());
  }

  /** A message was appended and committed. */
  public void appended(OutboxWriter.Appended message) {
    Flush flush = flushes.get(message.network());
    if (flush == null) {
      return;
    }
    if (flush.isHere()) {
      flush.appendedHere(message);
    } else {
      flush.mark(message.lane());
      around.elsewhere().appended(message.network(), message.lane());
    }
    around.wake().accept(message.network());
  }

  /** Another node has appended something to a lane. */
  public void appendedElsewhere(NetworkName network, Lane lane) {
    Flush flush = flushes.get(network);
    if (flush != null && flush.isHere()) {
      flush.mark(lane);
      around.wake().accept(network);
    }
  }

  /** The safety net: looks for what another node or a crash left. */
  public void lookEverywhere(String network) {
    flush(new NetworkName(network)).markAll();
  }

  /** An owner has paired: what waited for that may go. */
  public void paired(OwnerId owner) {
    flushes.keySet().forEach(network -> due(network, ConversationId.masterOf(owner)));
  }

  /** Somebody can be reached again: what waits for them may go now. */
  public void due(NetworkName network, ConversationId conversation) {
    Flush flush = flush(network);
    flush.due(conversation);
    around.wake().accept(network);
    if (!flush.isHere()) {
      around.elsewhere().due(network, conversation);
    }
  }

  /** The same, told by the node that knows it. */
  public void dueElsewhere(NetworkName network, ConversationId conversation) {
    Flush flush = flushes.get(network);
    if (flush != null && flush.isHere()) {
      flush.due(conversation);
      around.wake().accept(network);
    }
  }

  /** The other side of a conversation wrote: what waited for that may go. */
  public void heard(ConversationId conversation) {
    flushes.forEach(
        (network, flush) -> {
          if (flush.heard(conversation)) {
            around.wake().accept(network);
          }
        });
    if (flushes.values().stream().anyMatch(flush -> !flush.isHere())) {
      around.elsewhere().heard(conversation);
    }
  }

  /** The same, told by the node that heard it. */
  public void heardElsewhere(ConversationId conversation) {
    flushes.forEach(
        (network, flush) -> {
          if (flush.heard(conversation)) {
            around.wake().accept(network);
          }
        });
  }

  /** Hands nothing more over, waits until what is under way has ended, and saves it. */
  public void stop(Duration patience) {
    timer.shutdownNow();
    flushes.forEach((network, flush) -> stop(network, flush, patience));
  }

  private static void stop(NetworkName network, Flush flush, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!flush.stop() && System.nanoTime() < deadline) {
        saveLast(network, flush);
        TimeUnit.MILLISECONDS.sleep(10);
      }
      if (flush.isHere()) {
        saveLast(network, flush);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (flush.underWay() > 0) {
      LOG.warn("{}: {} attempts have not ended", network, flush.underWay());
    } else if (!flush.stop()) {
      LOG.warn("{}: the last outcomes are not saved", network);
    }
    flush.close();
  }

  private static void saveLast(NetworkName network, Flush flush) throws InterruptedException {
    try {
      flush.round();
    } catch (SQLException e) {
      LOG.warn("{}: the last outcomes can't be saved yet: {}", network, e.toString());
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Flush flush(NetworkName network) {
    Flush flush = flushes.get(network);
    if (flush == null) {
      throw new IllegalArgumentException("network: " + network + " (expected: one that is known)");
    }
    return flush;
  }
}
