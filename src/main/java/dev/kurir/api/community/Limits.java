package dev.kurir.api.community;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.community.RefusedException;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Objects;

/** How often somebody may do something within a minute. Thread-safe. */
final class Limits {
  private static final int REMEMBERED = 100_000;

  private final int perMinute;
  private final String what;
  private final Cache<Object, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  /**
   * @param what is counted, for people
   */
  Limits(int perMinute, String what) {
    this.perMinute = perMinute;
    this.what = what;
  }

  /**
   * Counts one.
   *
   * @throws RefusedException when that is too much
   */
  void count(Object who) {
    if (!bucket(who).tryConsume(1)) {
      throw tooMany();
    }
  }

  /**
   * Looks without counting.
   *
   * @throws RefusedException when nothing is left
   */
  void check(Object who) {
    if (bucket(who).getAvailableTokens() <= 0) {
      throw tooMany();
    }
  }

  private RefusedException tooMany() {
    return new RefusedException(
        RefusedException.Why.TOO_MANY,
        what + ": too many (expected: at most " + perMinute + " in a minute)");
  }

  private Bucket bucket(Object who) {
    return Objects.requireNonNull(
        buckets.get(
            who,
            key ->
                Bucket.builder()
                    .addLimit(
                        Bandwidth.builder()
                            .capacity(perMinute)
                            .refillGreedy(perMinute, Duration.ofMinutes(1))
                            .build())
                    .build()));
  }
}
