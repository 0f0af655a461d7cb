package dev.kurir.outbox;

import dev.kurir.database.Database;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import dev.kurir.message.OwnerId;
import dev.kurir.metrics.Meters;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out: a flush per network. {@link #round} yields what is to be sent now, {@link #ended}
 * takes how it went. Thread-safe.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final Map<NetworkName, Flush> flushes = new ConcurrentHashMap<>();
  private final Consumer<NetworkName> wake;

  /**
   * @param master the network whose outbox holds notices to owners
   * @param wake asks for a round of the network soon
   */
  public Outbox(
      Database database,
      OutboxWriter writer,
      Map<NetworkName, Capabilities> networks,
      NetworkName master,
      FlushSettings settings,
      Clock clock,
      Meters meters,
      Consumer<NetworkName> wake) {
    this.wake = wake;
    for (Capabilities network : networks.values()) {
      flushes.put(
          network.network(),
          new Flush(
              network,
              database::connect,
              writer,
              this::appended,
              settings,
              new Notices(master),
              new Backoff(java.util.random.RandomGenerator.getDefault()),
              clock,
              meters));
    }
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
      wake.accept(name);
    }
    return chosen;
  }

  /** An attempt has ended. */
  public void ended(Dispatch dispatch, Outcome outcome) {
    flush(dispatch.network()).ended(dispatch.id(), outcome);
    wake.accept(dispatch.network());
  }

  /** A message was appended and committed. */
  public void appended(OutboxWriter.Appended message) {
    Flush flush = flushes.get(message.network());
    if (flush != null) {
      flush.mark(message.lane());
      wake.accept(message.network());
    }
  }

  /** The safety net: looks for what another node or a crash left. */
  public void lookEverywhere(String network) {
    flush(new NetworkName(network)).markAll();
  }

  /** An owner has paired: what waited for that may go. */
  public void paired(OwnerId owner) {
    flushes.forEach(
        (network, flush) -> {
          flush.due(ConversationId.masterOf(owner));
          wake.accept(network);
        });
  }

  /** Hands nothing more over, waits until what is under way has ended, and saves it. */
  public void stop(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Map.Entry<NetworkName, Flush> one : flushes.entrySet()) {
      Flush flush = one.getValue();
      try {
        while (!flush.stop() && System.nanoTime() < deadline) {
          saveLast(one.getKey(), flush);
          TimeUnit.MILLISECONDS.sleep(10);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (flush.underWay() > 0) {
        LOG.warn("{}: {} attempts have not ended", one.getKey(), flush.underWay());
      } else if (!flush.stop()) {
        LOG.warn("{}: the last outcomes are not saved", one.getKey());
      }
      flush.close();
    }
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
