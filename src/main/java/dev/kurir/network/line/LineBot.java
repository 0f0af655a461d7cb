package dev.kurir.network.line;

import dev.kurir.message.Bot;
import dev.kurir.network.BotHealth;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One open bot: its secrets, its client, and how its connection is. Thread-safe.
 *
 * <p>A signed request of LINE's is the best proof that its webhook works; a send that LINE refuses
 * with 401 the best that its token does not.
 */
final class LineBot {
  private final Bot bot;
  private final LineApi api;
  private final LineSignature signature;
  private volatile BotHealth webhook = new BotHealth(true, "webhook");
  private volatile boolean heard;
  private final AtomicBoolean misdirected = new AtomicBoolean();
  private final AtomicBoolean missigned = new AtomicBoolean();
  private final LineQuota quota = new LineQuota();
  private final Clock clock;
  private volatile @Nullable String revoked;
  private volatile Instant quotaAsked = Instant.MIN;
  private volatile String toldLevel = "";

  LineBot(Bot bot, LineApi api, LineSignature signature, Clock clock) {
    this.bot = bot;
    this.api = api;
    this.signature = signature;
    this.clock = clock;
  }

  Bot bot() {
    return bot;
  }

  LineApi api() {
    return api;
  }

  LineSignature signature() {
    return signature;
  }

  /** A signed webhook request came in. */
  void hear() {
    heard = true;
    webhook = new BotHealth(true, "webhook");
  }

  boolean heard() {
    return heard;
  }

  /** Notes how setting the webhook went, unless LINE has called already. */
  void webhook(boolean up, String detail) {
    if (!heard) {
      webhook = new BotHealth(up, detail);
    }
  }

  /** Whether this is the first request that names another bot. */
  boolean firstMisdirected() {
    return !misdirected.getAndSet(true);
  }

  /**
   * Notes a request whose signature is wrong: before the first right one, a wrong secret is likely.
   *
   * @return whether it is the first, and worth a warning
   */
  boolean firstMissigned() {
    webhook(true, "webhook, but what came in was signed with another channelSecret");
    return !heard && !missigned.getAndSet(true);
  }

  /** What the month allows. */
  LineQuota quota() {
    return quota;
  }

  /** LINE was asked for the quota. */
  void quotaAsked(Instant at) {
    quotaAsked = at;
  }

  boolean quotaAskedBefore(Instant time) {
    return quotaAsked.isBefore(time);
  }

  /** Whether this level of use was not told since this bot was opened. */
  synchronized boolean newLevel(LineQuota.Level level) {
    boolean fresh = !level.occasion().equals(toldLevel);
    toldLevel = level.occasion();
    return fresh;
  }

  /**
   * Notes whether LINE accepts the token: null, or why it does not.
   *
   * @return whether it was accepted before
   */
  synchronized boolean revoked(@Nullable String reason) {
    boolean accepted = revoked == null;
    revoked = reason;
    return accepted;
  }

  boolean isRevoked() {
    return revoked != null;
  }

  BotHealth health() {
    String reason = revoked;
    if (reason != null) {
      return new BotHealth(false, "token refused: " + reason);
    }
    BotHealth now = webhook;
    String words = quota.words(clock.instant());
    return words.isEmpty() ? now : new BotHealth(now.up(), now.detail() + ", " + words);
  }
}
