package dev.kurir.routes;

import java.util.ArrayList;
import java.util.List;

/**
 * A step of a route.
 *
 * @param kind {@code to}, {@code choice}, …
 * @param depth 0 directly under the route, one more in each {@code steps:} within a step
 */
record Step(Yaml key, String kind, Yaml body, int depth) {

  /** All steps under a route's {@code from:} or a policy, the nested ones included. */
  static List<Step> under(Yaml place) {
    List<Step> steps = new ArrayList<>();
    collect(place, 0, steps);
    return steps;
  }

  private static void collect(Yaml place, int depth, List<Step> steps) {
    for (Yaml.Entry entry : place.entries()) {
      if (entry.name().equals("steps")) {
        for (Yaml step : entry.value().items()) {
          for (Yaml.Entry named : step.entries()) {
            steps.add(new Step(named.key(), named.name(), named.value(), depth));
            collect(named.value(), depth + 1, steps);
          }
        }
      } else if (entry.value().isMap()) {
        collect(entry.value(), depth, steps);
      } else {
        entry.value().items().forEach(item -> collect(item, depth, steps));
      }
    }
  }
}
