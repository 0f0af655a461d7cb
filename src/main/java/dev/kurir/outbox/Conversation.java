package dev.kurir.outbox;

import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with messages to send: one request at most is under way, the others wait behind
 * it. What it carries stays in the queue until it is settled. One thread.
 */
final class Conversation {
  final ConversationId id;
  final Deque<OutboxMessage> queue = new ArrayDeque<>();
  boolean underWay;

  /** Set while (also) messages wait that are not in memory. */
  @Nullable Waiting waiting;

  /** Where it stands among those that may go. */
  @Nullable BotId shelf;

  /** Set while its chat's pace holds it. */
  boolean resting;

  /** Whether a word from the other side ends its waiting. */
  boolean listening;

  /** How often the head was tried, and since when it fails. */
  int attempts;

  @Nullable Instant since;

  /** How many messages the next request must carry, as one before it did; 0: as many as fit. */
  int together;

  /** How many of the next messages go alone, because together they were refused. */
  int singly;

  /**
   * Whether a process that died may have sent its head alone, of which nothing is recorded where a
   * network recognises repeats: the same key must then carry the same.
   */
  private boolean doubtful;

  /**
   * @param doubtful whether another process, which died, may have worked on it
   */
  Conversation(ConversationId id, boolean doubtful) {
    this.id = id;
    this.doubtful = doubtful;
  }

  Waiting waiting() {
    return Objects.requireNonNull(waiting, "it waits");
  }

  boolean canSend() {
    return !underWay && !resting && queue.size() >= Math.max(1, together);
  }

  /** Whether the rest is to be read from the outbox. */
  boolean canRead() {
    return !underWay && queue.isEmpty() && waiting != null;
  }

  /** What an attempt that began before the start carried must be sent again as it was. */
  void resume() {
    OutboxMessage head = queue.element();
    OutboxMessage.Begun begun = head.begun();
    if (begun != null) {
      together = begun.items();
      attempts = Math.max(attempts, begun.attempt());
    } else if (doubtful && together == 0) {
      singly = Math.max(singly, 1);
    }
    doubtful = false;
  }

  /**
   * What the next request carries.
   *
   * @param most how many messages the network takes in one
   */
  List<OutboxMessage> next(int most) {
    int items = together > 0 ? together : singly > 0 ? 1 : most;
    List<OutboxMessage> next = new ArrayList<>(Math.min(items, queue.size()));
    Iterator<OutboxMessage> messages = queue.iterator();
    while (next.size() < items && messages.hasNext()) {
      OutboxMessage message = messages.next();
      if (!next.isEmpty() && together == 0 && message.begun() != null) {
        break;
      }
      next.add(message);
    }
    return next;
  }

  /** The first messages are settled. */
  void settled(int messages) {
    attempts = 0;
    since = null;
    together = 0;
    singly = Math.max(0, singly - messages);
  }
}
