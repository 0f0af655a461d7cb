package dev.kurir.outbox;

import dev.kurir.message.Pace;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import org.jspecify.annotations.Nullable;

/**
 * Whether a bot may send at this moment: how many of its requests are under way, what the network
 * asked it to wait, its circuit, its pace. One thread.
 */
final class Gate {
  /** Only the end of something under way opens it. */
  static final long UNTIL_AN_END = Long.MAX_VALUE;

  final Circuit circuit;
  private final int most;
  private final @Nullable Bucket pace;
  private final long interval;
  private int busy;

  /** About how long a request takes, in nanoseconds. */
  private long usual;

  private long pausedUntil;

  Gate(int requestsAtOnce, Pace.@Nullable Rate rate, Circuit circuit, Time time) {
    this.most = requestsAtOnce;
    this.circuit = circuit;
    this.pace = rate == null ? null : bucket(rate, time);
    this.interval = rate == null ? 0 : rate.per().toNanos() / rate.requests();
    this.pausedUntil = time.nanos();
  }

  /**
   * A bucket that never lets more than the rate through in any stretch of its length, because it
   * saves up a twentieth of it at most; it begins with one, whoever sent before.
   */
  static Bucket bucket(Pace.Rate rate, Time time) {
    int burst = Math.max(1, rate.requests() / 20);
    int refill = burst == 1 ? rate.requests() : rate.requests() - burst;
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(refill, rate.per()).initialTokens(1))
        .withCustomTimePrecision(new Ticks(time))
        .build();
  }

  private record Ticks(Time time) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return time.nanos();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  /** In how many nanoseconds the next request may go; 0: now. */
  long opensIn(long now) {
    if (busy >= most) {
      return UNTIL_AN_END;
    }
    long wait = Math.max(pausedUntil - now, circuit.opensIn(now));
    return wait > 0 || pace == null ? Math.max(0, wait) : opensIn(pace);
  }

  /**
   * About how the bot's messages go when many wait.
   *
   * @param first in how many nanoseconds the next goes
   * @param between how many nanoseconds pass from one to the next
   */
  record Rhythm(long first, long between) {}

  Rhythm rhythm(long now) {
    long first = Math.max(Math.max(0, pausedUntil - now), circuit.opensIn(now));
    long service = usual / most;
    return new Rhythm(first == Long.MAX_VALUE ? service : first, Math.max(interval, service));
  }

  /** In how many nanoseconds the bucket has a token. */
  static long opensIn(Bucket bucket) {
    return bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
  }

  /** The network asks for time. */
  void pause(long until) {
    pausedUntil = until - pausedUntil > 0 ? until : pausedUntil;
  }

  void begin() {
    busy++;
    circuit.begun();
    if (pace != null) {
      pace.tryConsume(1);
    }
  }

  /** An attempt has ended after so many nanoseconds. */
  void end(long took) {
    busy--;
    usual += (took - usual) / 8;
  }

  /** Nothing of what was under way will be told of. */
  void forgetBusy() {
    busy = 0;
    circuit.unknown();
  }
}
