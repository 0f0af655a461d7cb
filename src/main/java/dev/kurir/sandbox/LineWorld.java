package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The people, bots, chats and media that exist on the sandbox's LINE. Thread-safe. */
final class LineWorld {
  final Chats chats = new Chats();
  final Faults faults = new Faults(Set.of("push", "reply"));
  final LineReplyTokens tokens;
  private final Ticker ticker;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong messageIds = new AtomicLong(461_230_966_842_064_897L);
  private final Map<String, LineAccount> byToken = new ConcurrentHashMap<>();
  private final Map<String, LineUser> users = new ConcurrentHashMap<>();
  private final Set<String> groups = ConcurrentHashMap.newKeySet();
  private final Map<String, Reply> contents = new ConcurrentHashMap<>();

  LineWorld(Clock clock) {
    ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    tokens = new LineReplyTokens(clock, ticker);
  }

  LineBot addBot(String name) {
    LineBot bot = new LineBot(name, "U" + hex(16), hex(16), hex(80));
    byToken.put(bot.channelAccessToken(), new LineAccount(bot, ticker));
    return bot;
  }

  void addUser(LineUser user) {
    users.put(user.userId(), user);
  }

  String newUserId() {
    return "U" + hex(16);
  }

  String nextMessageId() {
    return Long.toString(messageIds.incrementAndGet());
  }

  LineAccount account(LineBot bot) {
    LineAccount account = byToken.get(bot.channelAccessToken());
    if (account == null) {
      throw new IllegalArgumentException("bot: " + bot + " (expected: one of this sandbox)");
    }
    return account;
  }

  Collection<LineAccount> accounts() {
    return byToken.values();
  }

  Collection<LineUser> users() {
    return users.values();
  }

  @Nullable LineAccount byToken(@Nullable String authorization) {
    return authorization != null && authorization.startsWith("Bearer ")
        ? byToken.get(authorization.substring(7))
        : null;
  }

  @Nullable LineUser user(String userId) {
    return users.get(userId);
  }

  /** A user whose profile the bot may read; null where there is none, or they block it. */
  @Nullable LineUser friend(String userId, LineBot bot) {
    LineUser user = users.get(userId);
    return user == null || user.blocked(bot) ? null : user;
  }

  void addGroup(String groupId) {
    groups.add(groupId);
  }

  boolean knowsChat(String id) {
    return users.containsKey(id) || groups.contains(id);
  }

  void content(String messageId, Reply reply) {
    contents.put(messageId, reply);
  }

  Reply content(String messageId) {
    return contents.getOrDefault(messageId, Reply.json(404, LineRules.error("Not found")));
  }

  /** Shows messages in a chat, unless the user blocks the bot, which LINE does not tell. */
  ArrayNode show(LineBot bot, String chat, JsonNode messages, Instant at) {
    ArrayNode sent = Json.array();
    LineUser user = users.get(chat);
    for (JsonNode message : messages) {
      String id = nextMessageId();
      String kind = message.path("type").asText();
      ObjectNode answer = sent.addObject().put("id", id);
      if (Set.of("text", "textV2", "sticker").contains(kind)) {
        answer.put("quoteToken", LineRules.quoteToken(id));
      }
      if (user == null || !user.blocked(bot)) {
        String text = kind.equals("text") ? message.path("text").asText() : message.toString();
        String quotes = LineRules.quoted(message.path("quoteToken").asText());
        chats.show(new ShownMessage(id, bot.userId(), chat, kind, text, quotes, at));
      }
    }
    return sent;
  }

  private String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
