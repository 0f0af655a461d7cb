package dev.kurir.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * LINE's Messaging API over HTTP: finds the bot by its token and the operation by its path, and
 * answers in LINE's words. Source: specs/line/messaging-api.yml and the Messaging API reference.
 */
final class LineApi {
  static final Reply TOO_LARGE = Reply.json(413, LineRules.error("Payload Too Large"));
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern CHAT_ID = Pattern.compile("[UCR][0-9a-f]{32}");
  private static final String BODY_UNREADABLE =
      "The request body could not be parsed as JSON (line: %d, column: %d)";

  private final LineWorld world;
  private final Clock clock;
  private final SandboxServer server;
  private final LineWebhooks webhooks;

  LineApi(LineWorld world, Clock clock, SandboxServer server, LineWebhooks webhooks) {
    this.world = world;
    this.clock = clock;
    this.server = server;
    this.webhooks = webhooks;
  }

  Future<Reply> answer(RecordedRequest request) {
    String[] path = request.path().substring(1).split("/", -1);
    String operation = operation(path);
    server.count(operation);
    String requestId = UUID.randomUUID().toString();
    return authorized(request, path, operation, requestId)
        .map(reply -> reply.with("X-Line-Request-Id", requestId));
  }

  private static String operation(String[] path) {
    if (path.length == 4 && path[2].equals("profile")) {
      return "profile";
    }
    if (path.length > 4 && (path[2].equals("group") || path[2].equals("room"))) {
      return "member";
    }
    return path[path.length - 1];
  }

  private Future<Reply> authorized(
      RecordedRequest request, String[] path, String operation, String requestId) {
    LineAccount account = world.byToken(request.header("authorization"));
    if (account == null || account.revoked) {
      return done(
          error(
                  401,
                  "Authentication failed. Confirm that the access token in the authorization"
                      + " header is valid.")
              .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }
    if (operation.equals("test") && request.path().equals("/v2/bot/channel/webhook/test")) {
      return method(request, "POST") ? testWebhook(account, request) : done(notAllowed());
    }
    return done(
        Faults.around(
            List.of(account.faults, world.faults),
            operation,
            () -> route(account, request, path, requestId),
            LineApi::fault));
  }

  private Reply route(
      LineAccount account, RecordedRequest request, String[] path, String requestId) {
    String all = request.path();
    if (all.equals("/v2/bot/message/push")) {
      return method(request, "POST")
          ? sending(request, "to", (body, raw) -> push(account, request, requestId, body))
          : notAllowed();
    }
    if (all.equals("/v2/bot/message/reply")) {
      return method(request, "POST")
          ? sending(request, "replyToken", (body, raw) -> reply(account, request, body))
          : notAllowed();
    }
    if (all.equals("/v2/bot/channel/webhook/endpoint")) {
      return method(request, "PUT") ? setEndpoint(account, request) : endpoint(account);
    }
    if (!method(request, "GET")) {
      return error(404, "Not found");
    }
    if (all.equals("/v2/bot/info")) {
      return info(account.bot);
    }
    if (all.equals("/v2/bot/message/quota")) {
      ObjectNode quota = Json.object();
      return account.monthlyLimit == Long.MAX_VALUE
          ? ok(quota.put("type", "none"))
          : ok(quota.put("type", "limited").put("value", account.monthlyLimit));
    }
    if (all.equals("/v2/bot/message/quota/consumption")) {
      return ok(Json.object().put("totalUsage", account.used.get()));
    }
    if (path.length == 4 && all.startsWith("/v2/bot/profile/")) {
      return profile(world.friend(path[3], account.bot));
    }
    if (path.length == 6 && all.matches("/v2/bot/(group|room)/[^/]+/member/[^/]+")) {
      return world.knowsChat(path[3]) ? profile(world.user(path[5])) : error(404, "Not found");
    }
    if (path.length == 5 && all.matches("/v2/bot/message/[^/]+/content")) {
      return world.content(path[3]);
    }
    return error(404, "Not found");
  }

  private static boolean method(RecordedRequest request, String method) {
    return request.method().equals(method);
  }

  private static Reply info(LineBot bot) {
    return ok(
        Json.object()
            .put("userId", bot.userId())
            .put("basicId", "@" + bot.userId().substring(1, 9))
            .put("displayName", bot.name())
            .put("chatMode", "bot")
            .put("markAsReadMode", "auto"));
  }

  private static Reply profile(@Nullable LineUser user) {
    return user == null
        ? error(404, "Not found")
        : ok(
            Json.object()
                .put("userId", user.userId())
                .put("displayName", user.displayName())
                .put("language", "id"));
  }

  /** What push and reply have in common: type, JSON, rules. */
  private static Reply sending(
      RecordedRequest request, String addressee, BiFunction<JsonNode, byte[], Reply> send) {
    String type = request.header("content-type");
    if (type == null || !type.startsWith("application/json")) {
      return error(415, "The content type, " + type + ", is not supported");
    }
    JsonNode body;
    try {
      body = Json.read(request.body());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      return error(400, BODY_UNREADABLE.formatted(line, column));
    }
    List<LineRules.Detail> broken = LineRules.broken(body, addressee);
    return broken.isEmpty()
        ? send.apply(body, request.body())
        : Reply.json(400, LineRules.refusal(broken));
  }

  private Reply push(
      LineAccount account, RecordedRequest request, String requestId, JsonNode body) {
    String key = request.header("x-line-retry-key");
    if (key != null && !UUID_FORM.matcher(key).matches()) {
      return error(400, "The value of the X-Line-Retry-Key header is invalid");
    }
    LineAccount.Accepted first = key == null ? null : account.retryKeys.getIfPresent(key);
    if (first != null) {
      ObjectNode conflict = LineRules.error("The retry key is already accepted");
      conflict.set("sentMessages", first.sentMessages());
      return Reply.json(409, Map.of("X-Line-Accepted-Request-Id", first.requestId()), conflict);
    }
    String to = body.path("to").asText();
    if (!CHAT_ID.matcher(to).matches()) {
      return error(400, "The property, 'to', in the request body is invalid (line: -, column: -)");
    }
    if (!world.knowsChat(to)) {
      return error(400, "Failed to send messages");
    }
    if (account.used.get() >= account.monthlyLimit) {
      return fault(Fault.MONTHLY_LIMIT);
    }
    account.used.incrementAndGet();
    ArrayNode sent = world.show(account.bot, to, body.path("messages"), clock.instant());
    if (key != null) {
      account.retryKeys.put(key, new LineAccount.Accepted(requestId, sent));
    }
    return sent(sent);
  }

  private Reply reply(LineAccount account, RecordedRequest request, JsonNode body) {
    if (request.header("x-line-retry-key") != null) {
      return error(400, "The X-Line-Retry-Key header is not supported for this endpoint");
    }
    String chat = world.tokens.use(account.bot, body.path("replyToken").asText());
    return chat == null
        ? error(400, "Invalid reply token")
        : sent(world.show(account.bot, chat, body.path("messages"), clock.instant()));
  }

  private static Reply sent(ArrayNode sent) {
    ObjectNode body = Json.object();
    body.set("sentMessages", sent);
    return ok(body);
  }

  private static Reply setEndpoint(LineAccount account, RecordedRequest request) {
    String url = endpointIn(request);
    if (url == null || !url.matches("https?://[^\\s]{1,490}")) {
      return Reply.json(
          400,
          LineRules.refusal(
              List.of(new LineRules.Detail("endpoint", "Invalid webhook endpoint URL"))));
    }
    account.endpoint = url;
    return ok(Json.object());
  }

  private static Reply endpoint(LineAccount account) {
    String url = account.endpoint;
    return url == null
        ? error(404, "Webhook endpoint not found")
        : ok(Json.object().put("endpoint", url).put("active", account.webhooksOn));
  }

  private Future<Reply> testWebhook(LineAccount account, RecordedRequest request) {
    String given = request.body().length == 0 ? null : endpointIn(request);
    String url = given == null ? account.endpoint : given;
    if (url == null) {
      return done(error(404, "Webhook endpoint not found"));
    }
    ObjectNode empty = Json.object().put("destination", account.bot.userId());
    empty.putArray("events");
    return webhooks
        .post(account.bot, url, Json.bytes(empty))
        .map(status -> tested(status, status / 100 == 2 ? "OK" : "ERROR_STATUS_CODE", "" + status))
        .otherwise(failure -> tested(0, "COULD_NOT_CONNECT", failure.getClass().getSimpleName()));
  }

  private Reply tested(int status, String reason, String detail) {
    return ok(
        Json.object()
            .put("success", reason.equals("OK"))
            .put(
                "timestamp",
                clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString())
            .put("statusCode", status)
            .put("reason", reason)
            .put("detail", detail));
  }

  private static @Nullable String endpointIn(RecordedRequest request) {
    try {
      JsonNode endpoint = Json.read(request.body()).get("endpoint");
      return endpoint == null ? null : endpoint.asText();
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static Reply fault(Fault fault) {
    return switch (fault) {
      case MONTHLY_LIMIT -> error(429, "You have reached your monthly limit.");
      case RATE_LIMIT -> error(429, "The API rate limit has been exceeded. Try again later.");
      default -> error(500, "The API server is not working properly.");
    };
  }

  private static Reply ok(ObjectNode body) {
    return Reply.json(200, body);
  }

  private static Reply error(int status, String message) {
    return Reply.json(status, LineRules.error(message));
  }

  private static Reply notAllowed() {
    return error(405, "Method Not Allowed");
  }

  private static Future<Reply> done(Reply reply) {
    return Future.succeededFuture(reply);
  }
}
