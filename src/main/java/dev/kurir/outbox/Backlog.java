package dev.kurir.outbox;

import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one network has to send, as far as it is in memory: the lanes, read from their cursors on,
 * and the conversations with their queues.
 *
 * <p>Bounded: when {@link #WINDOW} messages are queued no lane is read, and a conversation that is
 * long or waits is not kept here but read from the outbox when its turn comes. One thread, except
 * {@link #mark} and {@link #markAll}.
 */
final class Backlog {
  private static final int WINDOW = 5_000;
  private static final int QUEUE = 200;
  private static final int READ = 500;

  private record Due(Instant at, Conversation conversation) {}

  private final Unsaved unsaved;
  private final Clock clock;
  private final BitSet marked = new BitSet(Lane.COUNT);
  private final Map<Integer, LaneCursor> lanes = new TreeMap<>();
  private final Map<ConversationId, Conversation> conversations = new HashMap<>();
  private final Set<Conversation> ready = new LinkedHashSet<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
  private int queued;
  private boolean recovering;
  private boolean heldBack;

  Backlog(Unsaved unsaved, Clock clock) {
    this.unsaved = unsaved;
    this.clock = clock;
  }

  /** Something new is in the lane. */
  void mark(Lane lane) {
    synchronized (marked) {
      marked.set(lane.number());
    }
  }

  /** Something new may be in any lane. */
  void markAll() {
    synchronized (marked) {
      marked.set(0, Lane.COUNT);
    }
  }

  /** Begins anew with what is saved; returns how many conversations wait. */
  int load(FlushStore store) throws SQLException {
    conversations.clear();
    ready.clear();
    due.clear();
    lanes.clear();
    queued = 0;
    store.cursors().forEach(cursor -> lanes.put(cursor.lane.number(), cursor));
    for (Waiting waiting : store.waiting()) {
      Conversation conversation = conversation(waiting.conversation());
      conversation.waiting = waiting;
      schedule(waiting, conversation);
    }
    recovering = true;
    markAll();
    return due.size();
  }

  /** Reads what is new in the lanes, and the conversations that are due. */
  void read(FlushStore store) throws SQLException {
    readLanes(store);
    readDue(store);
  }

  private void readLanes(FlushStore store) throws SQLException {
    List<LaneCursor> wanted = new ArrayList<>();
    synchronized (marked) {
      if (queued < WINDOW) {
        marked.stream().forEach(number -> wanted.add(lane(new Lane(number))));
        marked.clear();
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    int[] rowsOf = new int[Lane.COUNT];
    try {
      for (FlushStore.Row row : store.read(wanted, recovering, READ)) {
        LaneCursor cursor = lane(row.lane());
        cursor.read(row.id(), row.day());
        if (row.open() != null) {
          enqueue(row.open(), cursor);
        }
        if (++rowsOf[row.lane().number()] == READ) {
          mark(row.lane());
        }
      }
    } catch (SQLException e) {
      wanted.forEach(cursor -> mark(cursor.lane));
      throw e;
    }
    synchronized (marked) {
      recovering = recovering && !marked.isEmpty();
    }
  }

  private void enqueue(OutboxMessage message, LaneCursor cursor) {
    Conversation conversation = conversation(message.conversation());
    if (conversation.waiting != null) {
      return;
    }
    if (conversation.queue.size() >= QUEUE) {
      Instant now = clock.instant();
      wait(conversation, Waiting.of(message, 0, now, now, "many messages are before it"));
      return;
    }
    cursor.opened(message);
    conversation.queue.add(message);
    queued++;
    if (conversation.canSend()) {
      ready.add(conversation);
    }
  }

  /** What was decided about a conversation in this round must be saved before it is read. */
  private void readDue(FlushStore store) throws SQLException {
    Instant now = clock.instant();
    List<Due> held = new ArrayList<>();
    while (queued < 2 * WINDOW && !due.isEmpty() && !due.peek().at.isAfter(now)) {
      Due next = due.remove();
      Conversation conversation = next.conversation;
      Waiting waiting = conversation.waiting;
      if (unsaved.touches(conversation.id)) {
        held.add(next);
      } else if (waiting != null && conversation.canRead() && waiting.dueAt().equals(next.at)) {
        goOn(store, conversation, waiting);
      }
    }
    due.addAll(held);
    heldBack = !held.isEmpty();
  }

  private void goOn(FlushStore store, Conversation conversation, Waiting waiting)
      throws SQLException {
    List<OutboxMessage> messages = store.read(waiting, lane(waiting.lane()).position(), QUEUE);
    if (messages.isEmpty()) {
      conversation.waiting = null;
      conversations.remove(conversation.id);
      unsaved.goesOn(conversation.id);
      return;
    }
    OutboxMessage head = messages.get(0);
    boolean same = head.id().value() == waiting.firstId();
    conversation.attempts = same ? waiting.attempts() : 0;
    conversation.since = same && waiting.attempts() > 0 ? waiting.since() : null;
    conversation.waiting = waiting.from(head);
    conversation.queue.addAll(messages);
    queued += messages.size();
    ready.add(conversation);
  }

  /** Whether there is more to read at once. */
  boolean more() {
    synchronized (marked) {
      return heldBack || (!marked.isEmpty() && queued < WINDOW);
    }
  }

  /** The conversations whose head may go, those that came first at the front. */
  List<Conversation> ready() {
    return List.copyOf(ready);
  }

  /** The head of the conversation is on its way. */
  void underWay(Conversation conversation) {
    conversation.underWay = true;
    ready.remove(conversation);
  }

  /** The head is settled: the next may go. */
  void settled(Conversation conversation) {
    OutboxMessage head = conversation.queue.remove();
    queued--;
    lane(head.lane()).closed(head);
    conversation.attempts = 0;
    conversation.since = null;
    Waiting waiting = conversation.waiting;
    if (conversation.canSend()) {
      ready.add(conversation);
    } else if (waiting != null) {
      ready.remove(conversation);
      conversation.waiting = waiting.dueAt(clock.instant());
      schedule(conversation.waiting, conversation);
    } else {
      ready.remove(conversation);
      conversations.remove(conversation.id);
    }
  }

  /** The conversation waits, with everything of it that is in memory. */
  void park(Conversation conversation, Instant until, String reason) {
    OutboxMessage head = conversation.queue.element();
    Instant since = conversation.since == null ? clock.instant() : conversation.since;
    queued -= conversation.queue.size();
    conversation.queue.forEach(message -> lane(message.lane()).closed(message));
    conversation.queue.clear();
    ready.remove(conversation);
    wait(conversation, Waiting.of(head, conversation.attempts, since, until, reason));
  }

  /** What a conversation waited for has happened. */
  void hurry(ConversationId id) {
    Conversation conversation = conversations.get(id);
    if (conversation != null && conversation.waiting != null) {
      conversation.waiting = conversation.waiting.dueAt(clock.instant());
      schedule(conversation.waiting, conversation);
    }
  }

  /** The lanes whose cursors have moved since they were saved. */
  Collection<LaneCursor> moved() {
    return lanes.values().stream().filter(LaneCursor::unsaved).toList();
  }

  private void wait(Conversation conversation, Waiting waiting) {
    conversation.waiting = waiting;
    unsaved.waits(waiting);
    schedule(waiting, conversation);
  }

  private void schedule(Waiting waiting, Conversation conversation) {
    due.add(new Due(waiting.dueAt(), conversation));
  }

  private LaneCursor lane(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane.number()), "cursors are read first");
  }

  private Conversation conversation(ConversationId id) {
    return conversations.computeIfAbsent(id, Conversation::new);
  }
}
