package dev.kurir.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Pace;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who of a network may send at this moment: the network's circuit, a gate a bot, a pace a chat. One
 * process flushes a network at a time, so what it counts here holds for all nodes; one that takes
 * over begins with a token a bucket. One thread.
 */
final class Gates {
  /** Longer than any chat's bucket takes to fill. */
  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  /** How long a dead network, or a dead bot, waits for the next probe at most. */
  private static final Duration NETWORK_PROBE = Duration.ofMinutes(1);

  private static final Duration BOT_PROBE = Duration.ofSeconds(15);

  final Circuit network;
  private final Capabilities capabilities;
  private final Backoff probes;
  private final Time time;
  private final Map<BotId, Gate> bots = new HashMap<>();
  private final Cache<ConversationId, Bucket> chats;

  Gates(Capabilities capabilities, RandomGenerator random, Time time) {
    this.capabilities = capabilities;
    this.probes = new Backoff(random, BOT_PROBE);
    this.time = time;
    this.network = new Circuit(new Backoff(random, NETWORK_PROBE));
    Ticker ticker = time::nanos;
    this.chats = Caffeine.newBuilder().expireAfterAccess(REMEMBERED).ticker(ticker).build();
  }

  Gate of(BotId bot) {
    return bots.computeIfAbsent(
        bot,
        b ->
            new Gate(
                capabilities.requestsPerBot(),
                capabilities.pace().bot(),
                new Circuit(probes),
                time));
  }

  /** In how many nanoseconds the chat may get its next message; 0: now. */
  long opensIn(ConversationId chat, Pace.@Nullable Rate rate) {
    return rate == null ? 0 : Gate.opensIn(bucket(chat, rate));
  }

  /** A message goes to the chat. */
  void begin(ConversationId chat, Pace.@Nullable Rate rate) {
    if (rate != null) {
      bucket(chat, rate).tryConsume(1);
    }
  }

  private Bucket bucket(ConversationId chat, Pace.Rate rate) {
    return Objects.requireNonNull(chats.get(chat, c -> Gate.bucket(rate, time)));
  }

  /** How many circuits are open. */
  long open() {
    return (network.isOpen() ? 1 : 0)
        + bots.values().stream().filter(gate -> gate.circuit.isOpen()).count();
  }

  void forgetBusy() {
    bots.values().forEach(Gate::forgetBusy);
    network.unknown();
  }
}
