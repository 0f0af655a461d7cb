package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  final Map<ConversationId, Move> moved = new LinkedHashMap<>();

  /** The bot reaches the conversation elsewhere from now on. */
  record Move(BotId bot, Address from, Address to) {}

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

  private final Set<ConversationId> touched = new HashSet<>();

  /** Whether the rows of the conversation are not yet as they will be. */
  boolean touches(ConversationId conversation) {
    return touched.contains(conversation);
  }

  void settled(Receipt receipt) {
    receipts.add(receipt);
    touched.add(receipt.message.conversation());
  }

  void attempted(Attempt attempt) {
    attempts.add(attempt);
    touched.add(attempt.message.conversation());
  }

  void waits(Waiting conversation) {
    touched.add(conversation.conversation());
    goneOn.remove(conversation.conversation());
    waiting.put(conversation.conversation(), conversation);
  }

  void goesOn(ConversationId conversation) {
    waiting.remove(conversation);
    goneOn.add(conversation);
  }

  /** An attempt begins of which an end may never be known. */
  void started(OutboxMessage message, int attempt, Instant at) {
    attempted(new Attempt(message, attempt, STARTED, null, null, at));
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
    touched.clear();
  }
}
