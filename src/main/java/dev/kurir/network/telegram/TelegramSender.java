package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;

/**
 * The messages of one bot, sent one after the other in the order of the calls, whoever calls. Never
 * fails: see {@link TelegramAnswer}. Thread-safe.
 */
final class TelegramSender {
  private final TelegramToken token;
  private final TelegramApi api;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  TelegramSender(TelegramToken token, TelegramApi api) {
    this.token = token;
    this.api = api;
  }

  /** Sends when the one before has ended, however it ended. */
  synchronized CompletableFuture<TelegramAnswer> send(ObjectNode message) {
    CompletableFuture<TelegramAnswer> next =
        last.thenCompose(before -> api.call(token, "sendMessage", message, TelegramApi.PATIENCE));
    last = next.handle((answer, failure) -> null);
    return next;
  }

  /** The arguments of {@code sendMessage}: plain text, nothing in it is markup. */
  static ObjectNode message(String chat, String text) {
    ObjectNode arguments = TelegramApi.JSON.createObjectNode();
    try {
      arguments.put("chat_id", Long.parseLong(chat));
    } catch (NumberFormatException channelName) {
      arguments.put("chat_id", chat);
    }
    return arguments.put("text", text);
  }
}
