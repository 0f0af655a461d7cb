package dev.kurir.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What bots sent, by chat, in the order in which it appeared. Thread-safe. */
final class Chats {
  private static final Logger LOG = LoggerFactory.getLogger(Chats.class);
  private final Map<String, List<ShownMessage>> byChat = new ConcurrentHashMap<>();
  private final List<Consumer<ShownMessage>> listeners = new CopyOnWriteArrayList<>();
  private final LongAdder total = new LongAdder();

  void show(ShownMessage message) {
    List<ShownMessage> chat = byChat.computeIfAbsent(message.chat(), key -> new ArrayList<>());
    synchronized (chat) {
      chat.add(message);
    }
    total.increment();
    for (Consumer<ShownMessage> listener : listeners) {
      try {
        listener.accept(message);
      } catch (RuntimeException e) {
        LOG.warn("a listener of the sandbox failed: {}", e.toString());
      }
    }
  }

  List<ShownMessage> of(String chat) {
    List<ShownMessage> messages = byChat.get(chat);
    if (messages == null) {
      return List.of();
    }
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }

  void listen(Consumer<ShownMessage> listener) {
    listeners.add(listener);
  }

  long total() {
    return total.sum();
  }

  /** Frees the memory of long runs; the total stays. */
  void forget() {
    byChat.clear();
  }
}
