package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Telegram on loopback: its Bot API with long polling and webhooks, and people who use it. Refuses
 * what Telegram refuses, in its words. Differences: {@code http} webhooks are allowed, texts are
 * measured in UTF-16 units, {@code parse_mode} and uploads are refused. Thread-safe. Source:
 * specs/telegram/api.json, Bot API.
 */
public final class TelegramSandbox implements AutoCloseable {
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final TelegramWorld world = new TelegramWorld();
  private final SandboxServer server = new SandboxServer();
  private final TelegramApi api;

  private TelegramSandbox(int port, Clock clock) {
    this.clock = clock;
    this.api = new TelegramApi(world, clock, server);
    TelegramControl control = new TelegramControl(world);
    server.listen(port, api::answer, control::answer, TelegramApi.TOO_LARGE);
  }

  /**
   * Starts Telegram on 127.0.0.1.
   *
   * @param port 0 for a free one
   */
  public static TelegramSandbox start(int port) {
    return start(port, Clock.systemUTC());
  }

  /** As {@link #start(int)}, with the time that dates messages and paces bots. */
  public static TelegramSandbox start(int port, Clock clock) {
    return new TelegramSandbox(port, clock);
  }

  /** Where the Bot API answers: {@code http://127.0.0.1:<port>}; a word may follow, per caller. */
  public URI apiUrl() {
    return URI.create(server.url());
  }

  /**
   * Makes a bot.
   *
   * @param username without {@code @}
   */
  public TelegramBot addBot(String username) {
    byte[] secret = new byte[26];
    random.nextBytes(secret);
    long id = world.botIds.incrementAndGet();
    String token = id + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    TelegramBot bot = new TelegramBot(id, username, token);
    world.add(new TelegramAccount(bot, server.vertx(), server.webhooks(), clock));
    return bot;
  }

  /** Makes a person; their ids need 64 bits, as new ones do. */
  public TelegramUser addUser(
      @Nullable String username, String firstName, @Nullable String lastName) {
    TelegramUser user =
        new TelegramUser(world.userIds.incrementAndGet(), username, firstName, lastName, this);
    world.add(user);
    return user;
  }

  /** Makes a group that every bot is in. */
  public TelegramGroup addGroup(String title) {
    return addGroup(title, "group", -world.groupIds.incrementAndGet());
  }

  /**
   * Upgrades a group: it has another id from now on. Bots that were written to in it are told by
   * two messages of the service, one in each chat, as Telegram does.
   */
  public TelegramGroup upgrade(TelegramGroup group) {
    long id = -1_000_000_000_000L - world.groupIds.incrementAndGet();
    TelegramGroup upgraded = addGroup(group.title(), "supergroup", id);
    world.chat(group.id()).movedTo = id;
    for (TelegramAccount account : world.accounts()) {
      if (account.knownChats.contains(group.id())) {
        account.add(service(account, group.id(), "migrate_to_chat_id", id));
        account.add(service(account, id, "migrate_from_chat_id", group.id()));
      }
    }
    return upgraded;
  }

  private ObjectNode service(TelegramAccount account, long chat, String field, long other) {
    ObjectNode message = Json.object().put("message_id", account.messageIds.incrementAndGet());
    message.set(
        "from",
        Json.object().put("id", 1087968824L).put("is_bot", true).put("first_name", "Group"));
    message.set("chat", chatJson(chat));
    message.put("date", clock.instant().getEpochSecond()).put(field, other);
    ObjectNode update = Json.object();
    update.set("message", message);
    return update;
  }

  private TelegramGroup addGroup(String title, String type, long id) {
    world.add(
        new TelegramChat(id, Json.object().put("id", id).put("title", title).put("type", type)));
    return new TelegramGroup(id, title);
  }

  /** Refuses the bot's token from now on (401), or accepts it again. */
  public void revoke(TelegramBot bot, boolean on) {
    world.account(bot).revoke(on);
  }

  /** What the user's Telegram shows of bots' messages, oldest first. */
  public List<ShownMessage> messagesTo(TelegramUser user) {
    return world.chats.of(Long.toString(user.id()));
  }

  /** What bots wrote in a group. */
  public List<ShownMessage> messagesTo(TelegramGroup group) {
    return world.chats.of(Long.toString(group.id()));
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
  public Faults faults(TelegramBot bot) {
    return world.account(bot).faults;
  }

  /**
   * Whether faster than a message a second in a chat, 20 a minute in a group or 30 a second of a
   * bot is 429; off at first.
   */
  public void paced(boolean on) {
    api.paced(on);
  }

  /**
   * A share of the updates that webhooks took comes once more, as after a lost answer.
   *
   * @param share 0 to 1
   * @param seed makes the choice repeatable
   */
  public void repeatWebhooks(double share, long seed) {
    world.accounts().forEach(account -> account.repeat(share, seed));
  }

  /** How often bots' webhooks answered which status; 0: nothing, in time. */
  public Map<Integer, Long> webhookAnswers() {
    return server.webhooks().answers();
  }

  /** How long a webhook may take to answer; 10 s at first. */
  public void webhookTimeout(Duration limit) {
    server.webhooks().limit(limit);
  }

  /** How many updates the bot has not confirmed. */
  public int pendingUpdates(TelegramBot bot) {
    return world.account(bot).pending();
  }

  /**
   * How many of the bot's polls were terminated by another one, whether they still had a client.
   */
  public long conflicts(TelegramBot bot) {
    return world.account(bot).conflicts();
  }

  /** Where the bot's webhook is; null while there is none. */
  public @Nullable String webhookUrl(TelegramBot bot) {
    var webhook = world.account(bot).webhook();
    return webhook == null ? null : webhook.url();
  }

  /** How many requests the API received. */
  public long requests() {
    return server.count();
  }

  /** How many calls of one method the API received. */
  public long requests(String method) {
    return server.countOf(method);
  }

  /** How many connections clients opened so far: few, where they are kept alive. */
  public long connections() {
    return server.connections();
  }

  /** How many messages of bots were shown to somebody. */
  public long shown() {
    return world.chats.total();
  }

  /** Forgets the shown messages, for long runs; {@link #shown()} goes on counting. */
  public void forgetMessages() {
    world.chats.forget();
  }

  @Override
  public void close() {
    server.close();
  }

  ObjectNode chatJson(long chat) {
    return world.chat(chat).json;
  }

  /** Posts a message of a user in a chat; its message id. */
  long post(TelegramBot bot, TelegramUser from, long chat, String kind, ObjectNode content) {
    ObjectNode message = complete(world.account(bot), from, chat, content);
    ObjectNode update = Json.object();
    update.set(kind, message);
    if (kind.equals("message")) {
      String to = chat == from.id() ? bot.username() : chatJson(chat).path("title").asText();
      String text = content.path("text").asText();
      world.chats.written(new WrittenMessage(from.displayName(), to, text));
    }
    world.account(bot).add(update);
    return message.path("message_id").asLong();
  }

  long fire(TelegramBot bot, TelegramUser from, ObjectNode update) {
    TelegramAccount account = world.account(bot);
    for (String kind :
        List.of(
            "message",
            "edited_message",
            "channel_post",
            "edited_channel_post",
            "business_message",
            "edited_business_message")) {
      if (update.get(kind) instanceof ObjectNode content) {
        world.meet(account, content.path("chat"));
        update.set(kind, complete(account, from, from.id(), content));
      }
    }
    account.knownChats.add(from.id());
    return account.add(update);
  }

  private ObjectNode complete(
      TelegramAccount account, TelegramUser from, long chat, ObjectNode content) {
    account.knownChats.add(chat);
    ObjectNode message = Json.object();
    if (!content.has("message_id")) {
      message.put("message_id", account.messageIds.incrementAndGet());
    }
    message.set("from", from.json());
    message.set("chat", chatJson(chat));
    long now = clock.instant().getEpochSecond();
    message.put("date", now);
    message.setAll(content);
    if (content.has("edit_date")) {
      message.put("edit_date", now);
    }
    return message;
  }

  void block(TelegramBot bot, TelegramUser user, boolean on) {
    TelegramChat chat = world.chat(user.id());
    boolean changed = on ? chat.blockedBots.add(bot.id()) : chat.blockedBots.remove(bot.id());
    if (!changed) {
      return;
    }
    ObjectNode member = Json.object();
    member.set("chat", chat.json);
    member.set("from", user.json());
    member.put("date", clock.instant().getEpochSecond());
    member.set("old_chat_member", member(bot, !on));
    member.set("new_chat_member", member(bot, on));
    ObjectNode update = Json.object();
    update.set("my_chat_member", member);
    world.account(bot).add(update);
  }

  private static ObjectNode member(TelegramBot bot, boolean kicked) {
    ObjectNode member = Json.object();
    member.set("user", TelegramApi.me(bot));
    member.put("status", kicked ? "kicked" : "member");
    return kicked ? member.put("until_date", 0) : member;
  }
}
