package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this node has just stored, still in memory, so that its engines need not read it again.
 *
 * <p>A lane's messages are given out only where nothing lies between them and the node's cursor in
 * the lane: every message that the node stores is offered here, so each knows the one before it.
 * Where that does not hold (after a start, when another engine has moved the cursor, when too many
 * wait) the lane is read from the inbox, and from then on it holds again. Bounded: {@link #BOUND} a
 * lane. Thread-safe.
 */
final class Fresh {
  /** How many messages of a lane are kept. */
  static final int BOUND = 250;

  private static final long UNKNOWN = -1;

  private final Map<NetworkName, Tail[]> networks = new HashMap<>();

  /** The end of a lane. */
  private static final class Tail {
    final Deque<InboxMessage> messages = new ArrayDeque<>();

    /** The id of the message before the first of these. */
    long before = UNKNOWN;

    /** Where this node's cursor stands. */
    long cursor = UNKNOWN;

    /** Whether the inbox may hold what is not here. */
    boolean doubtful = true;

    void forgetFirst() {
      before = messages.remove().id().value();
    }

    void forgetAll() {
      while (!messages.isEmpty()) {
        forgetFirst();
      }
      doubtful = false;
    }

    void miss() {
      messages.clear();
      before = UNKNOWN;
      doubtful = true;
    }

    void offer(InboxMessage message) {
      if (messages.size() == BOUND) {
        before = messages.getLast().id().value();
        messages.clear();
      }
      messages.add(message);
    }

    boolean isComplete() {
      while (!messages.isEmpty() && messages.getFirst().id().value() <= cursor) {
        forgetFirst();
      }
      return !doubtful && (messages.isEmpty() || (cursor != UNKNOWN && before == cursor));
    }
  }

  /**
   * What a lane holds next.
   *
   * @param cursor where this node's cursor stands
   */
  record Next(List<InboxMessage> messages, long cursor) {}

  /** This node has stored messages; in the order of storing. */
  synchronized void offer(Collection<InboxMessage> stored) {
    stored.forEach(message -> tail(message.network(), message.lane()).offer(message));
  }

  /** This node has stored messages that were not offered: what is here has a gap before it. */
  synchronized void miss() {
    networks.values().stream().flatMap(Arrays::stream).forEach(Tail::miss);
  }

  /** The inbox may hold what is not here. */
  synchronized void doubt(NetworkName network, Lane lane) {
    tail(network, lane).doubtful = true;
  }

  /** The inbox may hold what is not here, in any lane. */
  synchronized void doubt(NetworkName network) {
    for (int lane = 0; lane < Lane.COUNT; lane++) {
      doubt(network, new Lane(lane));
    }
  }

  /**
   * Next messages of a lane; empty when the inbox must be read. All that is here is committed, so
   * that reading finds it, unless another engine has mapped it: it is not kept.
   */
  synchronized Optional<Next> next(NetworkName network, Lane lane, int limit) {
    Tail tail = tail(network, lane);
    if (!tail.isComplete()) {
      tail.forgetAll();
      return Optional.empty();
    }
    List<InboxMessage> next = new ArrayList<>();
    while (!tail.messages.isEmpty() && next.size() < limit) {
      next.add(tail.messages.element());
      tail.forgetFirst();
    }
    return Optional.of(new Next(next, tail.cursor));
  }

  /** This node's cursor in the lane stands there now. */
  synchronized void moved(NetworkName network, Lane lane, long cursor) {
    tail(network, lane).cursor = cursor;
  }

  /** Whether there is something to take, here or in the inbox. */
  synchronized boolean holds(NetworkName network, Lane lane) {
    Tail tail = tail(network, lane);
    return !tail.isComplete() || !tail.messages.isEmpty();
  }

  private Tail tail(NetworkName network, Lane lane) {
    Tail[] tails =
        networks.computeIfAbsent(
            network,
            name -> {
              Tail[] all = new Tail[Lane.COUNT];
              Arrays.setAll(all, number -> new Tail());
              return all;
            });
    return tails[lane.number()];
  }
}
