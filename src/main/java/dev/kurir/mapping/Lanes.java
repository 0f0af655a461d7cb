package dev.kurir.mapping;

import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which lanes of a network may hold something new, and which are being worked on: one engine of
 * this process at a time takes a lane. Thread-safe.
 */
final class Lanes {
  private final Map<NetworkName, BitSet> waiting = new HashMap<>();
  private final Map<NetworkName, BitSet> taken = new HashMap<>();
  private int next;

  /** Something new may be in the lane. */
  synchronized void mark(NetworkName network, Lane lane) {
    of(waiting, network).set(lane.number());
  }

  /** Something new may be anywhere: another node's rows, or what was left by a crash. */
  synchronized void markAll(NetworkName network) {
    of(waiting, network).set(0, Lane.COUNT);
  }

  /** A marked lane that nobody works on, in turn. */
  synchronized Optional<Lane> take(NetworkName network) {
    BitSet marked = of(waiting, network);
    BitSet busy = of(taken, network);
    for (int i = 0; i < Lane.COUNT; i++) {
      int lane = (next + i) % Lane.COUNT;
      if (marked.get(lane) && !busy.get(lane)) {
        marked.clear(lane);
        busy.set(lane);
        next = lane + 1;
        return Optional.of(new Lane(lane));
      }
    }
    return Optional.empty();
  }

  synchronized void release(NetworkName network, Lane lane) {
    of(taken, network).clear(lane.number());
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
