package dev.kurir.routes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route in the graph, or a failure policy.
 *
 * @param group the room that it belongs to
 * @param from where it reads, see {@link RouteAddress}; empty for a policy
 * @param targets where it sends to
 * @param policy the failure policies that the route names; empty: none
 * @param file below the routes directory, with slashes; null where no file has it
 * @param routes how many routes this node stands for: those that a template makes for each bot are
 *     one node
 * @param figures null where nobody counts
 */
public record RouteNode(
    String id,
    String description,
    String group,
    String from,
    List<String> targets,
    String policy,
    @Nullable String file,
    int routes,
    @Nullable RouteFigures figures) {
  static final String POLICIES = "policies";

  public RouteNode {
    targets = List.copyOf(targets);
  }

  public boolean isPolicy() {
    return from.isEmpty();
  }

  RouteNode with(RouteFigures counted) {
    return new RouteNode(id, description, group, from, targets, policy, file, routes, counted);
  }

  /** This node for one more route of the same template. */
  RouteNode plus(String template, RouteFigures counted) {
    RouteFigures sum = figures == null ? counted : figures.plus(counted);
    return new RouteNode(
        template, description, group, from, targets, policy, file, routes + 1, sum);
  }

  /** What it is called in a drawing. */
  String shown() {
    return routes == 1 ? id : id + " ×" + routes;
  }
}
