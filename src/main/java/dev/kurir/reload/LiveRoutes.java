package dev.kurir.reload;

import dev.kurir.metrics.SteadyMeters;
import dev.kurir.network.declared.BotRoutes;
import dev.kurir.routes.RouteUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run, and how they are replaced: one after the other, each finishing what it
 * carries before the next one of its name begins. What is sent to a route meanwhile waits: a {@code
 * direct:} for its consumer, a {@code seda:} in its queue, a webhook at its path.
 *
 * <p>Knows which routes a file makes and which Kurir made of templates, so that both follow when a
 * template or a failure policy changes. Thread-safe.
 */
final class LiveRoutes implements BotRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<String, Made> made = new LinkedHashMap<>();
  private final Set<String> waiting = new LinkedHashSet<>();
  private @Nullable ModelCamelContext running;
  private long tried;

  /** A route that Kurir made of a template. */
  private record Made(String template, Map<String, Object> parameters) {}

  /** Where routes run; files are loaded there already. */
  synchronized void begin(CamelContext context) {
    running = (ModelCamelContext) context;
    Drain drain = new Drain(context);
    drain.setTimeout(context.getShutdownStrategy().getTimeout());
    drain.setTimeUnit(context.getShutdownStrategy().getTimeUnit());
    context.setShutdownStrategy(drain);
  }

  ModelCamelContext context() {
    return Objects.requireNonNull(running, "routes: nothing runs yet");
  }

  @Override
  public synchronized void make(String route, String template, Map<String, Object> parameters)
      throws Exception {
    made.put(route, new Made(template, Map.copyOf(parameters)));
    begin(route);
  }

  private void begin(String route) throws Exception {
    Made of = made.get(route);
    if (of != null) {
      context().addRouteFromTemplate(route, of.template(), route + "-", of.parameters());
    }
  }

  @Override
  public synchronized void unmake(String route) throws Exception {
    made.remove(route);
    waiting.remove(route);
    end(route);
    forget();
  }

  /** The meters of routes that are gone for good. */
  private void forget() {
    Set<String> known = new HashSet<>(made.keySet());
    context().getRoutes().forEach(route -> known.add(route.getRouteId()));
    context()
        .getRegistry()
        .findByType(SteadyMeters.class)
        .forEach(meters -> meters.keepOnly(known));
  }

  /**
   * Replaces what has changed.
   *
   * @param changed the names of files that are new, other or gone
   * @param before the files that are loaded, by name
   * @param after what shall be loaded
   * @throws Exception when a route can't be made; then everything is again as it was before
   */
  synchronized void swap(
      Set<String> changed, Map<String, RouteUnit> before, Map<String, RouteUnit> after)
      throws Exception {
    try (QueuePins pins = new QueuePins(context())) {
      try {
        replace(changed, before, after, Attempt::make);
      } catch (Exception | LinkageError e) {
        takeBack(changed, before, after);
        throw e;
      }
    }
    forget();
  }

  /** Whatever can run as before shall: what fails does not hinder the others. */
  private void takeBack(
      Set<String> changed, Map<String, RouteUnit> before, Map<String, RouteUnit> after) {
    try {
      replace(changed, after, before, LiveRoutes::lenient);
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A part of the replacement. */
  @FunctionalInterface
  private interface Attempt {
    void make() throws Exception;
  }

  /** Whether what fails ends all of it. */
  @FunctionalInterface
  private interface Way {
    void go(Attempt attempt) throws Exception;
  }

  private static void lenient(Attempt attempt) {
    try {
      attempt.make();
    } catch (Exception | LinkageError e) {
      LOG.error("routes: the version before can't be brought back whole: {}", e.toString());
    }
  }

  private void replace(
      Set<String> changed, Map<String, RouteUnit> before, Map<String, RouteUnit> after, Way way)
      throws Exception {
    Set<String> affected = affected(changed, before, after);
    Set<String> templates = new HashSet<>();
    for (String file : affected) {
      way.go(() -> model(before.get(file), after.get(file), changed.contains(file), templates));
    }
    for (boolean gone : new boolean[] {true, false}) { // one of another name may take its place
      for (String file : affected) {
        if (gone != after.containsKey(file)) {
          way.go(() -> routes(before.get(file), after.get(file)));
        }
      }
    }
    for (Map.Entry<String, Made> one : List.copyOf(made.entrySet())) {
      if (templates.contains(one.getValue().template())) {
        way.go(() -> again(one.getKey(), one.getValue().template()));
      }
    }
  }

  /** Ends and begins one after the other, or one that ends would wait for one that is away. */
  private void again(String route, String template) throws Exception {
    end(route);
    if (context().getRouteTemplateDefinition(template) != null) {
      waiting.add(route);
      tried = 0;
      tryAgain();
    }
  }

  /**
   * Begins Kurir's own routes that have to begin again. One that can't, most likely because its
   * network is away, is tried again later: its file is not to blame.
   */
  synchronized void tryAgain() {
    if (waiting.isEmpty() || (tried != 0 && System.nanoTime() - tried < AGAIN_NANOS)) {
      return;
    }
    for (String route : List.copyOf(waiting)) {
      try {
        end(route);
        begin(route);
        waiting.remove(route);
      } catch (Exception e) {
        tried = System.nanoTime();
        LOG.warn("route {}: does not begin, is tried again: {}", route, e.getClass().getName());
      }
    }
    tried = waiting.isEmpty() ? 0 : tried;
  }

  /** The changed files, and those whose routes depend on them. */
  static Set<String> affected(
      Set<String> changed, Map<String, RouteUnit> before, Map<String, RouteUnit> after) {
    Set<String> affected = new LinkedHashSet<>(changed);
    List<Map.Entry<String, RouteUnit>> all = new ArrayList<>(before.entrySet());
    all.addAll(after.entrySet());
    int known;
    do {
      known = affected.size();
      Set<String> provided = new HashSet<>();
      for (Map.Entry<String, RouteUnit> one : all) {
        if (affected.contains(one.getKey())) {
          one.getValue().policies().forEach(id -> provided.add("policy " + id));
          one.getValue().templates().forEach(id -> provided.add("template " + id));
        }
      }
      for (Map.Entry<String, RouteUnit> one : all) {
        RouteUnit unit = one.getValue();
        if (unit.policiesUsed().stream().anyMatch(id -> provided.contains("policy " + id))
            || unit.templatesUsed().stream().anyMatch(id -> provided.contains("template " + id))) {
          affected.add(one.getKey());
        }
      }
    } while (affected.size() > known);
    return affected;
  }

  /** Policies and templates, which run by themselves nowhere. */
  private void model(
      @Nullable RouteUnit before, @Nullable RouteUnit after, boolean changed, Set<String> templates)
      throws Exception {
    for (RouteUnit unit : before == null ? List.<RouteUnit>of() : List.of(before)) {
      templates.addAll(unit.templates());
      if (changed) {
        for (String id : unit.policies()) {
          RouteConfigurationDefinition policy = context().getRouteConfigurationDefinition(id);
          if (policy != null) {
            context().removeRouteConfiguration(policy);
          }
        }
        for (String id : unit.templates()) {
          context().removeRouteTemplateDefinitions(id);
        }
      }
    }
    if (changed && after != null && !(after.policies().isEmpty() && after.templates().isEmpty())) {
      templates.addAll(after.templates());
      for (String id : after.templates()) {
        context().removeRouteTemplateDefinitions(id);
      }
      load(after);
    }
  }

  private void routes(@Nullable RouteUnit before, @Nullable RouteUnit after) throws Exception {
    Set<String> ids = new LinkedHashSet<>();
    for (RouteUnit unit : units(before, after)) {
      ids.addAll(unit.routes());
      context().getRestDefinitions().removeIf(rest -> unit.rests().contains(rest.getId()));
    }
    for (String id : ids) {
      end(id);
    }
    if (after != null && !after.routes().isEmpty()) {
      load(after);
    }
  }

  private static Collection<RouteUnit> units(
      @Nullable RouteUnit before, @Nullable RouteUnit after) {
    List<RouteUnit> units = new ArrayList<>();
    if (before != null) {
      units.add(before);
    }
    if (after != null) {
      units.add(after);
    }
    return units;
  }

  private void load(RouteUnit unit) throws Exception {
    PluginHelper.getRoutesLoader(context())
        .loadRoutes(ResourceHelper.resolveMandatoryResource(context(), "file:" + unit.path()));
  }

  /** Lets a route finish what it carries and takes it away. */
  private void end(String id) throws Exception {
    if (context().getRoute(id) != null) {
      long patience = 2 * Drain.PATIENCE.toSeconds(); // Drain itself knows how long
      context().getRouteController().stopRoute(id, patience, TimeUnit.SECONDS, false);
      context().removeRoute(id);
    }
    RouteDefinition left = context().getRouteDefinition(id);
    if (left != null) {
      context().removeRouteDefinition(left);
    }
  }
}
