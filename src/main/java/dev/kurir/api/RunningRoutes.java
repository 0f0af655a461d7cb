package dev.kurir.api;

import dev.kurir.routes.RouteAddress;
import dev.kurir.routes.RouteFigures;
import dev.kurir.routes.RunningRoute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The routes that run in a Camel context, with the figures that Camel's route policy keeps in the
 * meter registry anyway ({@code camel_exchanges_total} and its like at {@code /observe/metrics})
 * and the repository of exchanges in flight: looking costs the routes nothing. Stateless.
 */
final class RunningRoutes {
  private static final String TOTAL = "camel.exchanges.total";
  private static final String FAILED = "camel.exchanges.failed";
  private static final String HANDLED = "camel.exchanges.failures.handled";
  private static final String TIME = "camel.route.policy";

  private RunningRoutes() {}

  /** All of them in the order of their start. */
  static List<RunningRoute> of(CamelContext context) {
    Map<String, Map<String, Double>> counted = counted(context);
    List<RunningRoute> live = new ArrayList<>();
    for (Route route : context.getRoutes()) {
      Map<String, Double> counts = counted.getOrDefault(route.getRouteId(), Map.of());
      live.add(live(route, figures(context, route.getRouteId(), counts)));
    }
    return live;
  }

  /** By route: what its meters say. */
  private static Map<String, Map<String, Double>> counted(CamelContext context) {
    Map<String, Map<String, Double>> counted = new HashMap<>();
    for (MeterRegistry registry : context.getRegistry().findByType(MeterRegistry.class)) {
      for (Meter meter : registry.getMeters()) {
        String route = meter.getId().getTag("routeId");
        String name = meter.getId().getName();
        if (route != null && name.startsWith("camel.")) {
          Map<String, Double> counts = counted.computeIfAbsent(route, r -> new HashMap<>());
          if (meter instanceof Counter counter) {
            counts.merge(name, counter.count(), Double::sum);
          } else if (meter instanceof Timer timer) {
            counts.put(name, timer.mean(TimeUnit.MICROSECONDS));
          }
        }
      }
    }
    return counted;
  }

  private static RouteFigures figures(CamelContext context, String id, Map<String, Double> counts) {
    ServiceStatus status = context.getRouteController().getRouteStatus(id);
    return new RouteFigures(
        status == null ? "stopped" : status.name().toLowerCase(Locale.ROOT),
        count(counts, TOTAL),
        count(counts, FAILED) + count(counts, HANDLED),
        context.getInflightRepository().size(id),
        Math.round(counts.getOrDefault(TIME, 0.0)) / 1000.0);
  }

  private static long count(Map<String, Double> counts, String name) {
    return Math.round(counts.getOrDefault(name, 0.0));
  }

  private static RunningRoute live(Route route, RouteFigures figures) {
    NamedNode node = route.getRoute();
    RouteDefinition model = node instanceof RouteDefinition definition ? definition : null;
    Map<String, String> values = new HashMap<>();
    if (model != null && model.getTemplateParameters() != null) {
      model.getTemplateParameters().forEach((name, value) -> values.put(name, "" + value));
    }
    String from =
        model == null ? route.getEndpoint().getEndpointBaseUri() : model.getInput().getUri();
    String description = text(model == null ? route.getDescription() : model.getDescriptionText());
    return new RunningRoute(
        route.getRouteId(),
        RouteAddress.filled(description, known(values, route.getRouteId())),
        text(route.getGroup()).isEmpty() ? "other" : text(route.getGroup()),
        route.isCreatedByRouteTemplate() ? RunningRoute.mark(from, description) : null,
        RouteAddress.of(from, values),
        model == null ? List.of() : targets(model, values),
        figures);
  }

  /** The parameters that nobody can keep secret: they are words of the route's id. */
  private static Map<String, String> known(Map<String, String> values, String id) {
    List<String> words = List.of(id.split("-"));
    Map<String, String> known = new HashMap<>(values);
    known.values().retainAll(words);
    return known;
  }

  private static List<String> targets(RouteDefinition route, Map<String, String> values) {
    Set<String> targets = new LinkedHashSet<>();
    for (ProcessorDefinition<?> step : steps(route)) {
      if (step instanceof SendDefinition<?> send && send.getUri() != null) {
        targets.add(RouteAddress.of(send.getUri(), values));
      } else if (step instanceof ToDynamicDefinition send && send.getUri() != null) {
        targets.add(RouteAddress.of(send.getUri(), values));
      }
    }
    return List.copyOf(targets);
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // as Camel offers it
  private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
    return new ArrayList<>(
        (java.util.Collection)
            ProcessorDefinitionHelper.filterTypeInOutputs(
                route.getOutputs(), ProcessorDefinition.class));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
