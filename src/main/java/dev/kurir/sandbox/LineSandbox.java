package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * LINE on loopback: its Messaging API and data API, its webhooks, and people who use it. Refuses
 * what LINE refuses, in its words. Differences: {@code http} webhooks are allowed, and all data is
 * lost on {@link #close()}. Thread-safe. Source: specs/line/messaging-api.yml, Messaging API
 * reference.
 */
public final class LineSandbox implements AutoCloseable {
  private static final Set<String> NO_REPLY =
      Set.of("unfollow", "leave", "memberLeft", "unsend", "delivery");

  private final Clock clock;
  private final LineWorld world;
  private final Ulid ulid = new Ulid();
  private final SandboxServer server;
  private final LineWebhooks webhooks;

  private LineSandbox(int port, Clock clock) {
    this.clock = clock;
    this.world = new LineWorld(clock);
    this.server = new SandboxServer();
    this.webhooks = new LineWebhooks(server.vertx(), server.webhooks(), world.tokens);
    LineApi api = new LineApi(world, clock, server, webhooks);
    LineControl control = new LineControl(world);
    server.listen(port, api::answer, control::answer, LineApi.TOO_LARGE);
  }

  /**
   * Starts LINE on 127.0.0.1.
   *
   * @param port 0 for a free one
   */
  public static LineSandbox start(int port) {
    return start(port, Clock.systemUTC());
  }

  /** As {@link #start(int)}, with the time by which reply tokens and retry keys expire. */
  public static LineSandbox start(int port, Clock clock) {
    return new LineSandbox(port, clock);
  }

  /** Where the API answers, data API included: {@code http://127.0.0.1:<port>}. */
  public URI apiUrl() {
    return URI.create(server.url());
  }

  /** Makes an official account with its Messaging API channel. */
  public LineBot addBot(String name) {
    return world.addBot(name);
  }

  /** Makes a person. */
  public LineUser addUser(String displayName) {
    LineUser user = new LineUser(world.newUserId(), displayName, this);
    world.addUser(user);
    return user;
  }

  /** Sets the webhook, as a person does in LINE's console. */
  public void setEndpoint(LineBot bot, URI endpoint) {
    world.account(bot).endpoint = endpoint.toString();
  }

  /** Whether a webhook is set, by API or console. */
  public boolean hasEndpoint(LineBot bot) {
    return world.account(bot).endpoint != null;
  }

  /** Limits the pushes of the month; replies are free. */
  public void setMonthlyLimit(LineBot bot, long pushes) {
    world.account(bot).monthlyLimit = pushes;
  }

  /** Sets how many pushes of the month are spent. */
  public void setUsed(LineBot bot, long pushes) {
    world.account(bot).used.set(pushes);
  }

  /** How many pushes of the month are spent. */
  public long used(LineBot bot) {
    return world.account(bot).used.get();
  }

  /** Refuses the bot's token from now on (401), or accepts it again. */
  public void revoke(LineBot bot, boolean on) {
    world.account(bot).revoked = on;
  }

  /** What the user's LINE shows of bots' messages, oldest first. */
  public List<ShownMessage> messagesTo(LineUser user) {
    return world.chats.of(user.userId());
  }

  /** The same for any chat, by the id of a user, group or room. */
  public List<ShownMessage> messagesTo(String chatId) {
    return world.chats.of(chatId);
  }

  /** Called as it happens, on the sandbox's thread: must not block. */
  public void onShown(Consumer<ShownMessage> listener) {
    world.chats.onShown(listener);
  }

  /** Called with every text that a person writes, before it leaves: must not block. */
  public void onWritten(Consumer<WrittenMessage> listener) {
    world.chats.onWritten(listener);
  }

  /** Called with every request to the API, before it is answered: must not block. */
  public void onRequest(Consumer<RecordedRequest> observer) {
    server.observe(observer);
  }

  /** Faults for all bots. */
  public Faults faults() {
    return world.faults;
  }

  /** Faults for one bot; they strike before those for all. */
  public Faults faults(LineBot bot) {
    return world.account(bot).faults;
  }

  /** What happens to events that the webhook did not answer 2xx; {@link LineRedelivery#OFF}. */
  public void redelivery(LineRedelivery redelivery, Duration pause) {
    webhooks.redelivery(redelivery, pause);
  }

  /** Lets webhooks come late, twice and in another order; null: as usual. */
  public void disorder(@Nullable LineDisorder disorder) {
    webhooks.disorder(disorder);
  }

  /** Whether a person's message was ever delivered before an earlier one of the same chat. */
  public boolean overtook(String messageId) {
    return webhooks.overtook(messageId);
  }

  /** How many waiting events of one chat may come in one request; 1 at first. */
  public void eventsPerRequest(int most) {
    webhooks.eventsPerRequest(most);
  }

  /** How long a webhook may take to answer; 10 s at first (LINE itself: 2 s). */
  public void webhookTimeout(Duration limit) {
    server.webhooks().limit(limit);
  }

  /** Makes a message's bytes available to {@code GET /v2/bot/message/<id>/content}. */
  public void setContent(String messageId, String type, byte[] bytes) {
    world.content(messageId, Reply.bytes(200, type, bytes.clone()));
  }

  /** The content is there but not ready (202), as a video that LINE still transcodes. */
  public void setTranscoding(String messageId) {
    world.content(messageId, Reply.empty(202));
  }

  /** The content is gone (410), as after an unsend. */
  public void setGone(String messageId) {
    world.content(messageId, Reply.json(410, LineRules.error("Gone")));
  }

  /**
   * Posts a whole webhook body as it is, signed, to the bot's endpoint.
   *
   * @return the status that the endpoint answered
   */
  public CompletionStage<Integer> deliver(LineBot bot, byte[] body) {
    String endpoint = world.account(bot).endpoint;
    if (endpoint == null) {
      throw new IllegalStateException("endpoint: not set (expected: set before events are sent)");
    }
    return webhooks.post(bot, endpoint, body).toCompletionStage();
  }

  /** How often bots' webhooks answered which status; 0: nothing, in time. */
  public Map<Integer, Long> webhookAnswers() {
    return server.webhooks().answers();
  }

  /** How many requests the API received. */
  public long requests() {
    return server.count();
  }

  /**
   * How many requests of one operation the API received.
   *
   * @param operation the last part of the path: {@code push}, {@code reply}, {@code info} …; {@code
   *     profile} and {@code member} for those
   */
  public long requests(String operation) {
    return server.countOf(operation);
  }

  /** How many connections clients opened so far: few, where they are kept alive. */
  public long connections() {
    return server.connections();
  }

  /** How many messages of bots were shown to somebody. */
  public long shown() {
    return world.chats.total();
  }

  /** How many events the webhooks took with 2xx. */
  public long eventsDelivered() {
    return webhooks.delivered();
  }

  /** How many events are lost: not taken and not redelivered. */
  public long eventsLost() {
    return webhooks.lost();
  }

  /** How many events are on their way. */
  public long eventsOpen() {
    return webhooks.open();
  }

  /** Forgets the shown messages, for long runs; {@link #shown()} goes on counting. */
  public void forgetMessages() {
    world.chats.forget();
  }

  @Override
  public void close() {
    server.close();
  }

  String nextMessageId() {
    return world.nextMessageId();
  }

  String fire(LineUser user, LineBot bot, ObjectNode event) {
    long now = clock.millis();
    if (!event.has("source")) {
      event.putObject("source").put("type", "user").put("userId", user.userId());
    }
    String chat = user.userId();
    for (String group : List.of("groupId", "roomId")) {
      if (event.path("source").has(group)) {
        chat = event.path("source").path(group).asText();
        world.addGroup(chat);
      }
    }
    putIfMissing(event, "timestamp", Json.object().numberNode(now));
    putIfMissing(event, "mode", Json.object().textNode("active"));
    putIfMissing(event, "webhookEventId", Json.object().textNode(ulid.next(now)));
    if (!event.has("deliveryContext")) {
      event.putObject("deliveryContext").put("isRedelivery", false);
    }
    if (event.path("mode").asText().equals("active")
        && !NO_REPLY.contains(event.path("type").asText())) {
      event.put("replyToken", world.tokens.issue(bot, chat));
    } else {
      event.remove("replyToken");
    }
    if (event.path("message").has("text")) {
      String text = event.path("message").path("text").asText();
      world.chats.written(new WrittenMessage(user.displayName(), bot.name(), text));
    }
    webhooks.offer(world.account(bot), chat, event);
    return event.path("webhookEventId").asText();
  }

  private static void putIfMissing(
      ObjectNode event, String field, com.fasterxml.jackson.databind.JsonNode value) {
    if (!event.has(field)) {
      event.set(field, value);
    }
  }
}
