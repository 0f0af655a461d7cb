package dev.kurir.bench;

import dev.kurir.message.Arrival;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Component;

/**
 * A network that takes everything at once and keeps nothing, with limits like LINE's: what remains
 * of a message's way is Kurir's own. Its bots are names. It can be made to crawl, answering each
 * request after a while. Thread-safe.
 */
public final class SinkNetwork implements Network {
  private static final int TEXT_LIMIT = 5000;
  private static final int ITEMS = 5;
  private static final int REQUESTS = 64;

  private final Capabilities capabilities;
  private final SinkComponent component = new SinkComponent(this);
  private volatile Watcher watcher = (id, text) -> {};
  private volatile Duration answersAfter = Duration.ZERO;

  /** Sees what arrives at the sink, on the thread that brings it. */
  @FunctionalInterface
  interface Watcher {
    void arrived(MessageId id, String text);
  }

  public SinkNetwork(NetworkName name) {
    capabilities =
        new Capabilities(name, "Sink", TEXT_LIMIT, ITEMS, REQUESTS, true, true, Pace.FREE);
  }

  /** Hands arrivals to the inbound route; completes when they may be acknowledged. */
  CompletionStage<Void> deliver(List<Arrival> arrivals) {
    return component.consumer().deliver(arrivals);
  }

  /** From now on the watcher sees what arrives. */
  void watch(Watcher next) {
    watcher = next;
  }

  Watcher watcher() {
    return watcher;
  }

  /** Answers each request after that time; zero: at once. */
  void answerAfter(Duration time) {
    answersAfter = time;
  }

  Duration answersAfter() {
    return answersAfter;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Component component() {
    return component;
  }

  @Override
  public Identity verify(Credentials credentials) {
    return new Identity(credentials.only(Set.of("name")).required("name"));
  }

  @Override
  public void open(Bot bot) {}

  @Override
  public void close(BotId bot) {}

  @Override
  public void remove(Bot bot) {}

  @Override
  public BotHealth health(BotId bot) {
    return new BotHealth(true, "sink");
  }
}
