package dev.kurir.network.line;

import dev.kurir.message.Bot;
import dev.kurir.network.BotHealth;
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
  private volatile @Nullable String revoked;

  LineBot(Bot bot, LineApi api, LineSignature signature) {
    this.bot = bot;
    this.api = api;
    this.signature = signature;
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

  /** Notes whether LINE accepts the token: null, or why it does not. */
  void revoked(@Nullable String reason) {
    revoked = reason;
  }

  BotHealth health() {
    String reason = revoked;
    return reason == null ? webhook : new BotHealth(false, "token refused: " + reason);
  }
}
