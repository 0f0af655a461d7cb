package dev.kurir.sandbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reply tokens: each works once, for its bot, within a minute of its delivery. A redelivery gives
 * an unused one a new minute, up to 20 minutes after the event. Thread-safe. Source: Messaging API
 * reference, "Send reply message".
 */
final class LineReplyTokens {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private record Token(String bot, String chat, Instant event, Instant delivered) {}

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Token> tokens;

  LineReplyTokens(Clock clock, Ticker ticker) {
    this.clock = clock;
    tokens =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfterWrite(LONGEST)
            .maximumSize(200_000)
            .build();
  }

  String issue(LineBot bot, String chat) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    Instant now = clock.instant();
    tokens.put(token, new Token(bot.userId(), chat, now, now));
    return token;
  }

  void redelivered(String token) {
    tokens
        .asMap()
        .computeIfPresent(
            token, (key, old) -> new Token(old.bot, old.chat, old.event, clock.instant()));
  }

  /** The chat that the token answers to, which uses it up; null where it is not valid. */
  @Nullable String use(LineBot bot, String token) {
    Token found = tokens.getIfPresent(token);
    if (found == null || !found.bot.equals(bot.userId()) || !tokens.asMap().remove(token, found)) {
      return null;
    }
    Instant now = clock.instant();
    boolean fresh =
        !now.isAfter(found.delivered.plus(MINUTE)) && !now.isAfter(found.event.plus(LONGEST));
    return fresh ? found.chat : null;
  }
}
