package dev.kurir.outbox;

import dev.kurir.message.ConversationId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with messages to send: at most one is under way, the others wait behind it. Its
 * head stays in the queue until it is settled. One thread.
 */
final class Conversation {
  final ConversationId id;
  final Deque<OutboxMessage> queue = new ArrayDeque<>();
  boolean underWay;

  /** Set while (also) messages wait that are not in memory. */
  @Nullable Waiting waiting;

  /** How often the head was tried, and since when it fails. */
  int attempts;

  @Nullable Instant since;

  Conversation(ConversationId id) {
    this.id = id;
  }

  boolean canSend() {
    return !underWay && !queue.isEmpty();
  }

  /** Whether the rest is to be read from the outbox. */
  boolean canRead() {
    return !underWay && queue.isEmpty() && waiting != null;
  }
}
