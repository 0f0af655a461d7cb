package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a round has decided and the database does not know yet; kept until a commit succeeded. One
 * thread.
 */
final class Unsaved {
  private static final String STARTED = "started";

  final List<Receipt> receipts = new ArrayList<>();
  final List<Attempt> attempts = new ArrayList<>();
  final Map<ConversationId, Waiting> waiting = new LinkedHashMap<>();
  final List<ConversationId> goneOn = new ArrayList<>();
  final Map<ConversationId, Address> moved = new LinkedHashMap<>();

  /** An end state. */
  record Receipt(
      OutboxMessage message,
      @Nullable BotId bot,
      String state,
      int attempts,
      @Nullable String reason,
      @Nullable String sentId,
      Instant at,
      @Nullable Draft notice) {}

  /** Something that happened on the way. */
  record Attempt(
      OutboxMessage message,
      int number,
      String event,
      @Nullable String reason,
      @Nullable Instant retryAt,
      Instant at) {}

  void waits(Waiting conversation) {
    goneOn.remove(conversation.conversation());
    waiting.put(conversation.conversation(), conversation);
  }

  void goesOn(ConversationId conversation) {
    waiting.remove(conversation);
    goneOn.add(conversation);
  }

  /** An attempt begins of which an end may never be known. */
  void started(OutboxMessage message, int attempt, Instant at) {
    attempts.add(new Attempt(message, attempt, STARTED, null, null, at));
  }

  /** The attempts that were to begin do not. */
  void forgetStarted() {
    attempts.removeIf(attempt -> attempt.event.equals(STARTED));
  }

  boolean isEmpty() {
    return receipts.isEmpty()
        && attempts.isEmpty()
        && waiting.isEmpty()
        && goneOn.isEmpty()
        && moved.isEmpty();
  }

  void clear() {
    receipts.clear();
    attempts.clear();
    waiting.clear();
    goneOn.clear();
    moved.clear();
  }
}
