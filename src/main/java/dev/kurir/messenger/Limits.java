package dev.kurir.messenger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/** How often an address may try something within a minute. Thread-safe. */
final class Limits {
  private static final int REMEMBERED = 50_000;

  private final int perMinute;
  private final Cache<InetAddress, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  Limits(int perMinute) {
    this.perMinute = perMinute;
  }

  /** Counts one; false when that is too much. */
  boolean allow(InetSocketAddress from) {
    return bucket(from).tryConsume(1);
  }

  /** Whether nothing is left. */
  boolean spent(InetSocketAddress from) {
    return bucket(from).getAvailableTokens() <= 0;
  }

  private Bucket bucket(InetSocketAddress from) {
    return Objects.requireNonNull(
        buckets.get(
            from.getAddress(),
            address ->
                Bucket.builder()
                    .addLimit(
                        Bandwidth.builder()
                            .capacity(perMinute)
                            .refillGreedy(perMinute, Duration.ofMinutes(1))
                            .build())
                    .build()));
  }
}
