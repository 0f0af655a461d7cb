package dev.kurir.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * In which column each node of a graph stands, so that flows lead from left to right: sources one
 * column before what they feed, routes after whoever sends to them, sinks one column after. A
 * circle is cut where it closes. A node without flows has no column.
 */
final class Layers {
  private final Map<String, List<String>> before = new HashMap<>();
  private final Map<String, Integer> columns = new HashMap<>();
  private final Set<String> visiting = new HashSet<>();

  Layers(RouteGraph graph) {
    Set<String> sources = new HashSet<>();
    Set<String> sinks = new HashSet<>();
    graph.outsides().forEach(o -> (o.source() ? sources : sinks).add(o.key()));
    Collection<Flow> flows = graph.flows();
    for (Flow flow : flows) {
      if (!flow.from().equals(flow.to()) && !sources.contains(flow.from())) {
        before.computeIfAbsent(flow.to(), t -> new ArrayList<>()).add(flow.from());
      }
    }
    Set<String> connected = new TreeSet<>();
    for (Flow flow : flows) {
      if (!flow.from().equals(flow.to())) {
        connected.add(flow.from());
        connected.add(flow.to());
      }
    }
    connected.stream().filter(key -> !sources.contains(key)).forEach(this::column);
    for (Flow flow : flows) {
      if (sources.contains(flow.from())) {
        int column = columns.getOrDefault(flow.to(), 1) - 1;
        columns.merge(flow.from(), Math.max(0, column), Math::min);
      }
    }
  }

  private int column(String key) {
    Integer known = columns.get(key);
    if (known != null) {
      return known;
    }
    if (!visiting.add(key)) {
      return 0; // a circle
    }
    int column = 1;
    for (String sender : before.getOrDefault(key, List.of())) {
      column = Math.max(column, column(sender) + 1);
    }
    visiting.remove(key);
    columns.put(key, column);
    return column;
  }

  /** Counted from 0; -1: anywhere. */
  int of(String key) {
    return columns.getOrDefault(key, -1);
  }

  /** One more than the last column that is used, at least 2. */
  int count() {
    return columns.values().stream().mapToInt(c -> c + 1).max().orElse(2);
  }
}
