package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What Telegram keeps of a chat: how it describes itself, and whether it moved. Thread-safe. */
final class TelegramChat {
  final long id;
  final ObjectNode json;
  final Set<Long> blockedBots = ConcurrentHashMap.newKeySet();
  volatile long movedTo;

  TelegramChat(long id, ObjectNode json) {
    this.id = id;
    this.json = json;
  }
}
