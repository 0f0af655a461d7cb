package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  final Set<ConversationId> goneOn = new LinkedHashSet<>();
  final Map<ConversationId, Move> moved = new LinkedHashMap<>();

  /** Why nothing more is sent to a contact; null: they wrote again. */
  final Map<ConversationId, @Nullable String> paused = new LinkedHashMap<>();

  final Map<BotId, BotPause> botPauses = new LinkedHashMap<>();
  final List<Alarm> alarms = new ArrayList<>();

  /** The bot reaches the conversation elsewhere from now on. */
  record Move(BotId bot, Address from, Address to) {}

  /** The network asked for time. */
  record BotPause(Instant until, String reason) {}

  /**
   * What an owner is to be told once about a bot.
   *
   * @param text null: the occasion is over
   */
  record Alarm(BotId bot, String occasion, @Nullable String text, Instant at) {}

  /** An end state. */
  record Receipt(
      OutboxMessage message,
      @Nullable BotId bot,
      String state,
      int attempts,
      @Nullable String reason,
      @Nullable String sentId,
      Instant at,
      @Nullable Notice notice) {}

  /**
   * Something that happened on the way.
   *
   * @param items how many messages the request carried, from this one on
   */
  record Attempt(
      OutboxMessage message,
      int number,
      String event,
      int items,
      @Nullable String permit,
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

  /** An attempt begins of which an end may never be known. */
  void started(OutboxMessage first, int attempt, int items, @Nullable String permit, Instant at) {
    attempted(new Attempt(first, attempt, STARTED, items, permit, null, null, at));
  }

  void failed(
      OutboxMessage first, int attempt, int items, String reason, Instant retryAt, Instant at) {
    attempted(new Attempt(first, attempt, "failed", items, null, reason, retryAt, at));
  }

  private void attempted(Attempt attempt) {
    attempts.add(attempt);
    touched.add(attempt.message.conversation());
  }

  /** The attempts that were to begin do not. */
  void forgetStarted() {
    attempts.removeIf(attempt -> attempt.event.equals(STARTED));
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

  /** Whether it is nothing but end states of which nobody is told. */
  boolean isPlain() {
    return restIsEmpty() && receipts.stream().allMatch(r -> r.notice == null);
  }

  boolean isEmpty() {
    return receipts.isEmpty() && restIsEmpty();
  }

  private boolean restIsEmpty() {
    return attempts.isEmpty()
        && waiting.isEmpty()
        && goneOn.isEmpty()
        && moved.isEmpty()
        && paused.isEmpty()
        && botPauses.isEmpty()
        && alarms.isEmpty();
  }

  void clear() {
    receipts.clear();
    attempts.clear();
    waiting.clear();
    goneOn.clear();
    moved.clear();
    paused.clear();
    botPauses.clear();
    alarms.clear();
    touched.clear();
  }
}
