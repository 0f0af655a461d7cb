package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What LINE keeps of one bot. Thread-safe. */
final class LineAccount {
  /** An accepted push: what a repetition with the same retry key is told. */
  record Accepted(String requestId, ArrayNode sentMessages) {}

  final LineBot bot;
  final Faults faults = new Faults(Set.of("push", "reply"));
  final AtomicLong used = new AtomicLong();
  final Cache<String, Accepted> retryKeys;
  volatile long monthlyLimit = Long.MAX_VALUE;
  volatile @Nullable String endpoint;
  volatile boolean webhooksOn = true;
  volatile boolean revoked;

  LineAccount(LineBot bot, Ticker ticker) {
    this.bot = bot;
    retryKeys =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfterWrite(Duration.ofHours(24))
            .maximumSize(1_000_000)
            .build();
  }
}
