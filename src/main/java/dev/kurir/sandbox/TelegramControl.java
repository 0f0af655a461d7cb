package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lets a person play a Telegram user with curl: {@code POST /sandbox/telegram/users/<name>/says}
 * with the text as the body, {@code GET …/messages} for what they see. {@code ?bot=<name>} chooses
 * the bot, otherwise it is the first. Web pages (requests with an Origin) are refused.
 */
final class TelegramControl {
  private final TelegramWorld world;

  TelegramControl(TelegramWorld world) {
    this.world = world;
  }

  Future<Reply> answer(RecordedRequest request) {
    return Future.succeededFuture(handle(request));
  }

  private Reply handle(RecordedRequest request) {
    String[] path = request.path().split("/");
    if (request.header("origin") != null
        || path.length != 6
        || !request.path().startsWith("/sandbox/telegram/users/")) {
      return Reply.text(
          404, "text/plain", "expected: /sandbox/telegram/users/<name>/says or /messages\n");
    }
    String name = URLDecoder.decode(path[4], StandardCharsets.UTF_8);
    Optional<TelegramUser> user =
        world.users().stream()
            .filter(each -> name.equalsIgnoreCase(each.username()) || name.equals("" + each.id()))
            .findFirst();
    if (user.isEmpty()) {
      return Reply.text(404, "text/plain", "user: " + name + " (expected: a user name or id)\n");
    }
    if (path[5].equals("messages")) {
      return Reply.json(200, shown(user.get()));
    }
    Optional<TelegramBot> bot =
        world.accounts().stream()
            .map(account -> account.bot)
            .filter(
                each ->
                    request.query().isEmpty() || request.query().equals("bot=" + each.username()))
            .findFirst();
    if (bot.isEmpty() || !path[5].equals("says") || request.text().isBlank()) {
      return Reply.text(400, "text/plain", "expected: POST a text to …/says[?bot=<name>]\n");
    }
    long id = user.get().says(bot.get(), request.text());
    return Reply.text(200, "text/plain", "sent, message " + id + "\n");
  }

  private ArrayNode shown(TelegramUser user) {
    ArrayNode array = Json.array();
    for (ShownMessage message : world.chats.of(Long.toString(user.id()))) {
      array
          .addObject()
          .put("id", message.id())
          .put("bot", message.bot())
          .put("text", message.text());
    }
    return array;
  }
}
