package dev.kurir.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Objects;

/**
 * How often somebody may try to register: a wrong password a few times by each address, and
 * everything so often by each server, whose administrator makes addresses as they like.
 * Thread-safe.
 */
final class Attempts {
  private static final int WRONG_PER_MINUTE = 5;
  private static final int REMEMBERED = 100_000;

  private final int perServer;
  private final Cache<String, Bucket> addresses = buckets();
  private final Cache<String, Bucket> servers = buckets();

  /**
   * @param perServer how many in a minute from one server, from 1
   */
  Attempts(int perServer) {
    this.perServer = perServer;
  }

  private static Cache<String, Bucket> buckets() {
    return Caffeine.newBuilder()
        .maximumSize(REMEMBERED)
        .expireAfterAccess(Duration.ofMinutes(2))
        .build();
  }

  /** Counts an attempt; false when it must not be made. */
  boolean begin(Jid from) {
    return bucket(addresses, from.bare(), WRONG_PER_MINUTE).getAvailableTokens() > 0
        && bucket(servers, from.domain(), perServer).tryConsume(1);
  }

  /** The password was wrong. */
  void failed(Jid from) {
    var unused = bucket(addresses, from.bare(), WRONG_PER_MINUTE).tryConsume(1);
  }

  private static Bucket bucket(Cache<String, Bucket> buckets, String key, int perMinute) {
    return Objects.requireNonNull(
        buckets.get(
            key,
            unknown ->
                Bucket.builder()
                    .addLimit(
                        Bandwidth.builder()
                            .capacity(perMinute)
                            .refillGreedy(perMinute, Duration.ofMinutes(1))
                            .build())
                    .build()));
  }
}
