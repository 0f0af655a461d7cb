package dev.kurir.outbox;

import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What one network has to send, as far as it is in memory: the lanes, read from their cursors on,
 * and the conversations with their queues.
 *
 * <p>Bounded: when {@link #WINDOW} messages are queued no lane is read, and a conversation that is
 * long or waits is not kept here but read from the outbox when its turn comes. One thread, except
 * {@link #offer}.
 */
final class Backlog {
  private static final int WINDOW = 10_000;
  private static final int QUEUE = 100;
  private static final int READ = 500;
  private static final int DUE_AT_ONCE = 200;

  final LaneCursors lanes = new LaneCursors();
  final Ready ready = new Ready();
  private final Queue<OutboxWriter.Appended> offered = new LinkedBlockingQueue<>(WINDOW);
  private final Unsaved unsaved;
  private final Time time;
  private final Map<ConversationId, Conversation> conversations = new HashMap<>();
  private final Timetable waiting = new Timetable();
  private final Timetable resting = new Timetable();
  private int queued;
  private boolean recovering;
  private boolean heldBack;

  Backlog(Unsaved unsaved, Time time) {
    this.unsaved = unsaved;
    this.time = time;
  }

  /** Begins anew with what is saved; returns how many conversations wait. */
  int load(OutboxRows rows) throws SQLException {
    conversations.clear();
    ready.clear();
    waiting.clear();
    resting.clear();
    queued = 0;
    offered.clear();
    lanes.load(rows.cursors());
    recovering = true;
    List<Waiting> saved = rows.waiting(time);
    for (Waiting one : saved) {
      Conversation conversation = conversation(one.conversation());
      conversation.waiting = one;
      waiting.add(time.nanos(one.dueAt()), conversation, one);
    }
    return saved.size();
  }

  /** This process has appended a message and committed it. */
  void offer(OutboxWriter.Appended message) {
    if (!offered.offer(message)) {
      lanes.mark(message.lane());
    }
  }

  /** How many messages are queued in memory. */
  int queued() {
    return queued;
  }

  /** Reads what is new in the lanes, and the conversations that are due. */
  void read(OutboxRows rows) throws SQLException {
    wakeRested();
    takeOffered();
    readLanes(rows);
    readDue(rows);
  }

  /** What follows what was read of a lane need not be read from there. */
  private void takeOffered() {
    for (OutboxWriter.Appended next = offered.poll(); next != null; next = offered.poll()) {
      LaneCursor cursor = lanes.of(next.lane());
      if (!recovering && queued < WINDOW && next.follows(cursor.position())) {
        cursor.read(next.id().value(), next.message().day());
        enqueue(next.message(), cursor);
      } else if (next.id().value() > cursor.position()) {
        lanes.mark(next.lane());
      }
    }
  }

  private void readLanes(OutboxRows rows) throws SQLException {
    List<LaneCursor> wanted = queued < WINDOW ? lanes.takeMarked() : List.of();
    if (wanted.isEmpty()) {
      return;
    }
    int[] rowsOf = new int[Lane.COUNT];
    try {
      for (OutboxRows.Row row : rows.next(wanted, recovering, READ)) {
        LaneCursor cursor = lanes.of(row.lane());
        cursor.read(row.id(), row.day());
        if (row.open() != null) {
          enqueue(row.open(), cursor);
        }
        if (++rowsOf[row.lane().number()] == READ) {
          lanes.mark(row.lane());
        }
      }
    } catch (SQLException e) {
      wanted.forEach(cursor -> lanes.mark(cursor.lane));
      throw e;
    }
    recovering = recovering && lanes.anyMarked();
  }

  private void enqueue(OutboxMessage message, LaneCursor cursor) {
    Conversation conversation = conversation(message.conversation());
    if (conversation.waiting != null) {
      beginEarlier(conversation, message);
      return;
    }
    if (conversation.queue.size() >= QUEUE) {
      Instant now = time.now();
      wait(conversation, Waiting.of(message, 0, now, now, 0, "many messages are before it"));
      return;
    }
    cursor.opened(message);
    conversation.queue.add(message);
    queued++;
    if (conversation.queue.size() == 1) {
      conversation.resume();
    }
    if (conversation.canSend()) {
      ready.add(conversation);
    }
  }

  /**
   * What was in memory when the process died lies before what waited: it waits from there on, all
   * settled ones left out.
   */
  private void beginEarlier(Conversation conversation, OutboxMessage message) {
    Waiting saved = conversation.waiting();
    if (message.id().value() < saved.firstId()) {
      wait(
          conversation,
          Waiting.of(message, 0, saved.since(), saved.dueAt(), 0, "it was in memory"));
    }
  }

  private void wakeRested() {
    long now = time.nanos();
    for (var rested = resting.due(now); rested != null; rested = resting.due(now)) {
      Conversation conversation = rested.conversation();
      conversation.resting = false;
      if (conversation.canSend()) {
        ready.add(conversation);
      }
    }
  }

  /** What was decided about a conversation in this round must be saved before it is read. */
  private void readDue(OutboxRows rows) throws SQLException {
    long now = time.nanos();
    List<Timetable.Entry> held = new ArrayList<>();
    Map<ConversationId, Conversation> due = new LinkedHashMap<>();
    while (queued < 2 * WINDOW && due.size() < DUE_AT_ONCE) {
      Timetable.Entry next = waiting.due(now);
      if (next == null) {
        break;
      }
      Conversation conversation = next.conversation();
      if (unsaved.touches(conversation.id)) {
        held.add(next);
      } else if (conversation.canRead() && !next.isOvertaken()) {
        due.put(conversation.id, conversation);
      }
    }
    held.forEach(entry -> waiting.add(entry.at(), entry.conversation(), entry.why()));
    heldBack = !held.isEmpty() || due.size() == DUE_AT_ONCE;
    if (!due.isEmpty()) {
      goOn(rows, due);
    }
  }

  private void goOn(OutboxRows rows, Map<ConversationId, Conversation> due) throws SQLException {
    List<Waiting> from = new ArrayList<>();
    due.values().forEach(conversation -> from.add(conversation.waiting()));
    List<OutboxMessage> messages;
    try {
      messages = rows.of(from, lanes, QUEUE);
    } catch (SQLException e) {
      long now = time.nanos();
      due.values().forEach(late -> waiting.add(now, late, late.waiting));
      throw e;
    }
    for (OutboxMessage message : messages) {
      Conversation conversation = conversation(message.conversation());
      if (conversation.queue.isEmpty()) {
        begin(conversation, message);
      }
      conversation.queue.add(message);
      queued++;
    }
    for (Conversation conversation : due.values()) {
      if (conversation.queue.isEmpty()) {
        conversation.waiting = null;
        conversations.remove(conversation.id);
        unsaved.goesOn(conversation.id);
      } else {
        conversation.resume();
        ready.add(conversation);
      }
    }
  }

  private static void begin(Conversation conversation, OutboxMessage head) {
    Waiting from = conversation.waiting().from(head);
    conversation.waiting = from;
    conversation.attempts = from.attempts();
    conversation.since = from.attempts() > 0 ? from.since() : null;
    conversation.together = from.together();
    conversation.listening = false;
  }

  /** Whether there is more to read at once. */
  boolean more() {
    return heldBack || (queued < WINDOW && (lanes.anyMarked() || !offered.isEmpty()));
  }

  /** Whether nothing more is read until something of it has gone or waits elsewhere. */
  boolean isFull() {
    return queued >= WINDOW;
  }

  /** In how many nanoseconds something is due. */
  long next(long now) {
    return Math.min(waiting.next(now), resting.next(now));
  }

  /** The head of the conversation is on its way. */
  void underWay(Conversation conversation) {
    conversation.underWay = true;
    ready.remove(conversation);
  }

  /** The attempt has ended and settled nothing; the next may follow at once. */
  void again(Conversation conversation) {
    if (conversation.canSend()) {
      ready.add(conversation);
    }
  }

  /** The first messages are settled: the next may go. */
  void settled(Conversation conversation, int messages) {
    for (int i = 0; i < messages; i++) {
      OutboxMessage head = conversation.queue.remove();
      queued--;
      lanes.of(head.lane()).closed(head);
    }
    conversation.settled(messages);
    ready.remove(conversation);
    if (!conversation.queue.isEmpty()) {
      conversation.resume();
      again(conversation);
    } else if (conversation.waiting != null) {
      schedule(conversation, conversation.waiting.dueAt(time.now()));
    } else {
      conversations.remove(conversation.id);
    }
  }

  /** The conversation stays in memory and may go on at a reading of the ticker. */
  void rest(Conversation conversation, long until) {
    ready.remove(conversation);
    conversation.resting = true;
    resting.add(until, conversation, conversation.waiting);
  }

  /** The conversation waits, with everything of it that is in memory. */
  void park(Conversation conversation, Instant until, String reason) {
    OutboxMessage head = conversation.queue.element();
    Instant since = conversation.since == null ? time.now() : conversation.since;
    queued -= conversation.queue.size();
    conversation.queue.forEach(message -> lanes.of(message.lane()).closed(message));
    conversation.queue.clear();
    ready.remove(conversation);
    wait(
        conversation,
        Waiting.of(head, conversation.attempts, since, until, conversation.together, reason));
  }

  /** What a conversation waited for has happened. */
  void hurry(ConversationId id) {
    Conversation conversation = conversations.get(id);
    if (conversation != null && conversation.waiting != null) {
      schedule(conversation, conversation.waiting.dueAt(time.now()));
    }
  }

  /** Whether the other side's word ends the conversation's waiting. */
  boolean listens(ConversationId id) {
    Conversation conversation = conversations.get(id);
    return conversation != null && conversation.listening;
  }

  /** The lanes whose cursors have moved since they were saved. */
  Collection<LaneCursor> moved() {
    return lanes.moved();
  }

  private void wait(Conversation conversation, Waiting next) {
    unsaved.waits(next);
    schedule(conversation, next);
  }

  private void schedule(Conversation conversation, Waiting next) {
    conversation.waiting = next;
    waiting.add(time.nanos(next.dueAt()), conversation, next);
  }

  private Conversation conversation(ConversationId id) {
    return conversations.computeIfAbsent(id, one -> new Conversation(one, recovering));
  }
}
