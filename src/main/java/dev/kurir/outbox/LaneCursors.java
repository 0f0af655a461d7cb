package dev.kurir.outbox;

import dev.kurir.message.Lane;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The lanes of one network: which may hold something new, and how far each is read and settled. One
 * thread, except {@link #mark} and {@link #markAll}.
 */
final class LaneCursors {
  private final BitSet marked = new BitSet(Lane.COUNT);
  private final Map<Integer, LaneCursor> lanes = new TreeMap<>();

  /** Begins with what is saved. */
  void load(Collection<LaneCursor> cursors) {
    lanes.clear();
    cursors.forEach(cursor -> lanes.put(cursor.lane.number(), cursor));
    markAll();
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

  boolean anyMarked() {
    synchronized (marked) {
      return !marked.isEmpty();
    }
  }

  /** The marked lanes, marked no more. */
  List<LaneCursor> takeMarked() {
    List<LaneCursor> taken = new ArrayList<>();
    synchronized (marked) {
      marked.stream().forEach(number -> taken.add(of(new Lane(number))));
      marked.clear();
    }
    return taken;
  }

  LaneCursor of(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane.number()), "cursors are read first");
  }

  /** Those that have moved since they were saved. */
  Collection<LaneCursor> moved() {
    return lanes.values().stream().filter(LaneCursor::unsaved).toList();
  }
}
