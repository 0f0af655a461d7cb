package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Bot API over HTTP: finds the bot by the token in the path, and answers in Telegram's words.
 * Source: specs/telegram/api.json; the texts of errors as the Bot API server says them.
 */
final class TelegramApi {
  static final Reply TOO_LARGE = TelegramReplies.error(413, "Request Entity Too Large");

  /** Callers may be told apart by a first word in the path. */
  private static final Pattern PATH = Pattern.compile("(?:/[a-z0-9-]+)?/bot([^/]+)/([A-Za-z]+)");

  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]*");
  private static final int MAX_TEXT = 4096;
  private static final int MAX_SECRET = 256;
  private static final int MAX_CONNECTIONS = 40;

  private final TelegramWorld world;
  private final Clock clock;
  private final SandboxServer server;
  private final TelegramPace pace;
  private final Map<String, BiFunction<TelegramAccount, TelegramParameters, Reply>> methods;
  private volatile boolean paced;

  TelegramApi(TelegramWorld world, Clock clock, SandboxServer server) {
    this.world = world;
    this.clock = clock;
    this.server = server;
    this.pace = new TelegramPace(clock);
    methods =
        Map.of(
            "getMe", (account, parameters) -> TelegramReplies.ok(me(account.bot)),
            "setWebhook", this::setWebhook,
            "deleteWebhook", this::deleteWebhook,
            "getWebhookInfo", (account, parameters) -> TelegramReplies.ok(account.webhookInfo()),
            "sendMessage", this::sendMessage);
  }

  void paced(boolean on) {
    paced = on;
  }

  Future<Reply> answer(RecordedRequest request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return done(TelegramReplies.error(404, "Not Found"));
    }
    String method = path.group(2);
    server.count(method);
    TelegramAccount account = world.byToken(path.group(1));
    if (account == null || account.revoked()) {
      return done(TelegramReplies.error(401, "Unauthorized"));
    }
    if (!request.method().equals("GET") && !request.method().equals("POST")) {
      return done(TelegramReplies.error(405, "Method Not Allowed"));
    }
    TelegramParameters parameters;
    try {
      parameters = TelegramParameters.of(request);
    } catch (TelegramParameters.UnreadableException e) {
      return done(TelegramReplies.badRequest(e.reason()));
    }
    List<Faults> faults = List.of(account.faults, world.faults);
    if (method.equals("getUpdates")) {
      return getUpdates(account, parameters, faults);
    }
    var handler = methods.get(method);
    if (handler == null) {
      return done(TelegramReplies.error(404, "Not Found: method not found"));
    }
    return done(
        Faults.around(
            faults,
            method,
            () -> handler.apply(account, parameters),
            fault -> fault(fault, account)));
  }

  private Reply fault(Fault fault, TelegramAccount account) {
    if (fault == Fault.SERVER_ERROR) {
      return TelegramReplies.error(500, "Internal Server Error");
    }
    Duration own = account.faults.retryAfter();
    Duration all = world.faults.retryAfter();
    return TelegramReplies.tooMany(own.compareTo(all) > 0 ? own : all);
  }

  private Future<Reply> getUpdates(
      TelegramAccount account, TelegramParameters parameters, List<Faults> faults) {
    List<Future<Reply>> polled = new ArrayList<>();
    Reply now =
        Faults.around(
            faults,
            "getUpdates",
            () -> {
              int limit = (int) Math.max(1, Math.min(100, parameters.number("limit", 100)));
              long seconds = Math.max(0, Math.min(50, parameters.number("timeout", 0)));
              long offset = parameters.number("offset", 0);
              polled.add(account.poll(offset, limit, seconds, allowed(parameters)));
              return Reply.silence();
            },
            fault -> fault(fault, account));
    boolean struck = now.kind() != Reply.Kind.SILENCE || polled.isEmpty();
    return struck ? done(now) : polled.get(0);
  }

  private static @Nullable List<String> allowed(TelegramParameters parameters) {
    JsonNode given = parameters.nested("allowed_updates");
    if (given == null || !given.isArray()) {
      return null;
    }
    List<String> kinds = new ArrayList<>();
    given.forEach(kind -> kinds.add(kind.asText()));
    return kinds;
  }

  static ObjectNode me(TelegramBot bot) {
    return from(bot)
        .put("can_join_groups", true)
        .put("can_read_all_group_messages", false)
        .put("supports_inline_queries", false);
  }

  private static ObjectNode from(TelegramBot bot) {
    return Json.object()
        .put("id", bot.id())
        .put("is_bot", true)
        .put("first_name", bot.username())
        .put("username", bot.username());
  }

  private Reply setWebhook(TelegramAccount account, TelegramParameters parameters) {
    String url = parameters.text("url");
    boolean drop = parameters.flag("drop_pending_updates");
    if (url.isEmpty()) {
      boolean changed = account.setWebhook(null, allowed(parameters), drop);
      return TelegramReplies.done(changed ? "Webhook was deleted" : "Webhook is already deleted");
    }
    if (!url.matches("https?://[^\\s/]+.*")) {
      return TelegramReplies.badRequest("invalid webhook URL specified");
    }
    String secret = parameters.text("secret_token");
    if (secret.length() > MAX_SECRET) {
      return TelegramReplies.badRequest("secret token is too long");
    }
    if (!SECRET.matcher(secret).matches()) {
      return TelegramReplies.badRequest("secret token contains unallowed characters");
    }
    int connections = (int) parameters.number("max_connections", MAX_CONNECTIONS);
    var next = new TelegramAccount.Webhook(url, secret, Math.max(1, Math.min(100, connections)));
    boolean changed = account.setWebhook(next, allowed(parameters), drop);
    return TelegramReplies.done(changed ? "Webhook was set" : "Webhook is already set");
  }

  private Reply deleteWebhook(TelegramAccount account, TelegramParameters parameters) {
    boolean changed = account.setWebhook(null, null, parameters.flag("drop_pending_updates"));
    return TelegramReplies.done(changed ? "Webhook was deleted" : "Webhook is already deleted");
  }

  private Reply sendMessage(TelegramAccount account, TelegramParameters parameters) {
    String text = parameters.text("text");
    String chatId = parameters.text("chat_id");
    if (text.isBlank()) {
      return TelegramReplies.badRequest("message text is empty");
    }
    if (!parameters.text("parse_mode").isEmpty()) {
      return TelegramReplies.badRequest("unsupported parse_mode");
    }
    if (chatId.isEmpty()) {
      return TelegramReplies.badRequest("chat_id is empty");
    }
    TelegramChat chat = world.chat(account, TelegramParameters.parse(chatId, 0));
    if (chat == null) {
      return TelegramReplies.badRequest("chat not found");
    }
    if (chat.movedTo != 0) {
      return TelegramReplies.migrated(chat.movedTo);
    }
    if (chat.blockedBots.contains(account.bot.id())) {
      return TelegramReplies.error(403, "Forbidden: bot was blocked by the user");
    }
    if (text.length() > MAX_TEXT) {
      return TelegramReplies.badRequest("message is too long");
    }
    JsonNode reply = parameters.nested("reply_parameters");
    long repliesTo = reply == null ? 0 : reply.path("message_id").asLong();
    boolean missing = repliesTo > account.messageIds.get() || repliesTo < 0;
    if (missing && reply != null && !reply.path("allow_sending_without_reply").asBoolean()) {
      return TelegramReplies.badRequest("message to be replied not found");
    }
    Duration wait = paced ? pace.take(account.bot.id(), chat.id) : Duration.ZERO;
    return wait.isZero()
        ? TelegramReplies.ok(show(account, chat, text, missing ? 0 : repliesTo))
        : TelegramReplies.tooMany(wait);
  }

  private ObjectNode show(TelegramAccount account, TelegramChat chat, String text, long repliesTo) {
    Instant now = clock.instant();
    long id = account.messageIds.incrementAndGet();
    String quotes = repliesTo == 0 ? null : Long.toString(repliesTo);
    world.chats.show(
        new ShownMessage(
            Long.toString(id),
            account.bot.username(),
            Long.toString(chat.id),
            "text",
            text,
            quotes,
            now));
    ObjectNode message = Json.object().put("message_id", id);
    message.set("from", from(account.bot));
    message.set("chat", chat.json);
    return message.put("date", now.getEpochSecond()).put("text", text);
  }

  private static Future<Reply> done(Reply reply) {
    return Future.succeededFuture(reply);
  }
}
