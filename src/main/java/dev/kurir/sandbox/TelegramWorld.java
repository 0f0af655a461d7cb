package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The people, groups and bots that exist on the sandbox's Telegram. Thread-safe. */
final class TelegramWorld {
  final Chats chats = new Chats();
  final Faults faults = new Faults(Set.of("sendMessage"));
  final AtomicLong botIds = new AtomicLong(7_000_000_000L);
  final AtomicLong userIds = new AtomicLong(5_000_000_000L);
  final AtomicLong groupIds = new AtomicLong(4_000_000_000L);
  private final Map<String, TelegramAccount> byToken = new ConcurrentHashMap<>();
  private final Map<Long, TelegramUser> users = new ConcurrentHashMap<>();
  private final Map<Long, TelegramChat> byChat = new ConcurrentHashMap<>();

  void add(TelegramAccount account) {
    byToken.put(account.bot.token(), account);
  }

  void add(TelegramUser user) {
    users.put(user.id(), user);
    var json = Json.object().put("id", user.id());
    json.setAll(user.name());
    add(new TelegramChat(user.id(), json.put("type", "private")));
  }

  void add(TelegramChat chat) {
    byChat.put(chat.id, chat);
  }

  @Nullable TelegramAccount byToken(String token) {
    return byToken.get(token);
  }

  TelegramAccount account(TelegramBot bot) {
    TelegramAccount account = byToken.get(bot.token());
    if (account == null) {
      throw new IllegalArgumentException("bot: " + bot + " (expected: one of this sandbox)");
    }
    return account;
  }

  Collection<TelegramAccount> accounts() {
    return byToken.values();
  }

  Collection<TelegramUser> users() {
    return users.values();
  }

  TelegramChat chat(long id) {
    TelegramChat chat = byChat.get(id);
    if (chat == null) {
      throw new IllegalArgumentException("chat: " + id + " (expected: one of this sandbox)");
    }
    return chat;
  }

  /** A chat that a test's own update names exists from then on. */
  void meet(TelegramAccount account, JsonNode chat) {
    if (chat instanceof ObjectNode named && named.has("id")) {
      long id = named.path("id").asLong();
      byChat.putIfAbsent(id, new TelegramChat(id, named.deepCopy()));
      account.knownChats.add(id);
    }
  }

  /** A chat that the bot can write in: a person who wrote to it, or a group. */
  @Nullable TelegramChat chat(TelegramAccount account, long id) {
    boolean known = id < 0 || account.knownChats.contains(id);
    return known ? byChat.get(id) : null;
  }
}
