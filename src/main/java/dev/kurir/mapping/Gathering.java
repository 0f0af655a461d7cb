package dev.kurir.mapping;

import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Draft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Lets what arrives from a network gather for a moment where nothing of it is in a hurry: all that
 * it became lately went to networks that take seconds anyway, and its many small transactions would
 * hold up the others. What arrives next, or the safety net's tick, ends it. Thread-safe.
 */
final class Gathering {
  private static final long MOMENT_NS = Duration.ofMillis(50).toNanos();

  /** So long nothing may have gone to a network that is quick. */
  private static final long LATELY_NS = Duration.ofSeconds(2).toNanos();

  private final Predicate<NetworkName> slow;
  private final LongSupplier ticker;
  private final Map<NetworkName, Long> hurried = new ConcurrentHashMap<>();
  private final Map<NetworkName, Long> until = new ConcurrentHashMap<>();

  /**
   * @param slow whether nothing new for a network is in a hurry
   * @param ticker nanoseconds since any moment
   */
  Gathering(Predicate<NetworkName> slow, LongSupplier ticker) {
    this.slow = slow;
    this.ticker = ticker;
  }

  /** Whether messages of a network are to wait for more of them. */
  boolean isUnderWay(NetworkName network) {
    Long end = until.get(network);
    return end != null && ticker.getAsLong() - end < 0;
  }

  /** Whether messages of a network gathered of late. */
  boolean isUsual(NetworkName network) {
    Long end = until.get(network);
    return end != null && ticker.getAsLong() - end < LATELY_NS;
  }

  /** Messages of a network were mapped. */
  void mapped(NetworkName network, List<Draft> became) {
    long now = ticker.getAsLong();
    if (became.isEmpty() || !became.stream().map(Draft::network).distinct().allMatch(slow)) {
      hurried.put(network, now);
      until.remove(network);
      return;
    }
    Long last = hurried.get(network);
    if (last == null || now - last > LATELY_NS) {
      until.put(network, now + MOMENT_NS);
    }
  }
}
