package dev.kurir.mapping;

import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lanes of a network may hold something new, and which are being worked on: one engine of
 * this process at a time takes a lane. Thread-safe.
 */
final class Lanes {
  private final Map<NetworkName, BitSet> waiting = new HashMap<>();
  private final Map<NetworkName, BitSet> taken = new HashMap<>();
  private int next;

  /**
   * @param first the lane to begin with: nodes that begin with others meet less often
   */
  Lanes(int first) {
    this.next = first;
  }

  /** Something new may be in the lane. */
  synchronized void mark(NetworkName network, Lane lane) {
    of(waiting, network).set(lane.number());
  }

  /** Something new may be anywhere: another node's rows, or what was left by a crash. */
  synchronized void markAll(NetworkName network) {
    of(waiting, network).set(0, Lane.COUNT);
  }

  /** Marked lanes that nobody works on, in turn, at most so many. */
  synchronized List<Lane> take(NetworkName network, int most) {
    BitSet marked = of(waiting, network);
    BitSet busy = of(taken, network);
    List<Lane> lanes = new ArrayList<>();
    int first = next;
    for (int i = 0; i < Lane.COUNT && lanes.size() < most; i++) {
      int lane = (first + i) % Lane.COUNT;
      if (marked.get(lane) && !busy.get(lane)) {
        marked.clear(lane);
        busy.set(lane);
        next = lane + 1;
        lanes.add(new Lane(lane));
      }
    }
    return lanes;
  }

  /** Gives lanes back. */
  synchronized void release(NetworkName network, Collection<Lane> lanes) {
    lanes.forEach(lane -> of(taken, network).clear(lane.number()));
  }

  /** Whether a lane waits that nobody works on. */
  synchronized boolean waits(NetworkName network) {
    BitSet free = (BitSet) of(waiting, network).clone();
    free.andNot(of(taken, network));
    return !free.isEmpty();
  }

  private static BitSet of(Map<NetworkName, BitSet> lanes, NetworkName network) {
    return lanes.computeIfAbsent(network, n -> new BitSet(Lane.COUNT));
  }
}
