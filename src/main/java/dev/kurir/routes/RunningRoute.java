package dev.kurir.routes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route that runs in this process, as Camel knows it: for what no file tells.
 *
 * @param mark by which the template that made it is found, see {@link #mark}; null where none did
 * @param from where it reads, see {@link RouteAddress}
 * @param targets where it sends to
 */
public record RunningRoute(
    String id,
    String description,
    String group,
    @Nullable String mark,
    String from,
    List<String> targets,
    RouteFigures figures) {
  public RunningRoute {
    targets = List.copyOf(targets);
  }

  /**
   * What a template's routes have in common and Camel keeps as it was written.
   *
   * @param from the address with its placeholders
   * @param description the description with its placeholders
   */
  public static String mark(String from, String description) {
    return RouteAddress.of(from, Map.of()) + '\n' + description.strip();
  }
}
