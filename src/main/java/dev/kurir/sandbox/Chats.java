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

/** What bots sent, by chat, in the order in which it appeared, and who listens. Thread-safe. */
final class Chats {
  private static final Logger LOG = LoggerFactory.getLogger(Chats.class);
  private final Map<String, List<ShownMessage>> byChat = new ConcurrentHashMap<>();
  private final List<Consumer<ShownMessage>> readers = new CopyOnWriteArrayList<>();
  private final List<Consumer<WrittenMessage>> writers = new CopyOnWriteArrayList<>();
  private final LongAdder total = new LongAdder();

  void show(ShownMessage message) {
    List<ShownMessage> chat = byChat.computeIfAbsent(message.chat(), key -> new ArrayList<>());
    synchronized (chat) {
      chat.add(message);
    }
    total.increment();
    tell(readers, message);
  }

  /** Tells the listeners before the message leaves. */
  void written(WrittenMessage message) {
    tell(writers, message);
  }

  private static <T> void tell(List<Consumer<T>> listeners, T message) {
    for (Consumer<T> listener : listeners) {
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

  void onShown(Consumer<ShownMessage> listener) {
    readers.add(listener);
  }

  void onWritten(Consumer<WrittenMessage> listener) {
    writers.add(listener);
  }

  long total() {
    return total.sum();
  }

  /** Frees the memory of long runs; the total stays. */
  void forget() {
    byChat.clear();
  }
}
