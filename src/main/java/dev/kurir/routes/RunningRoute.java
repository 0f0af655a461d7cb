package dev.kurir.routes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route that runs in this process, as Camel knows it: for what no file tells.
 *
 * @param template the template's id where a template made it
 * @param from where it reads, see {@link RouteAddress}
 * @param targets where it sends to
 */
public record RunningRoute(
    String id,
    String description,
    String group,
    @Nullable String template,
    String from,
    List<String> targets,
    RouteFigures figures) {
  public RunningRoute {
    targets = List.copyOf(targets);
  }
}
