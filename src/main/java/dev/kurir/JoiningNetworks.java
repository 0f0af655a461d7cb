package dev.kurir;

import dev.kurir.database.Days;
import dev.kurir.mapping.MappingEngine;
import dev.kurir.message.Bot;
import dev.kurir.message.Capabilities;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.network.Network;
import dev.kurir.network.declared.BotRoutes;
import dev.kurir.network.declared.Declaration;
import dev.kurir.network.declared.DeclaredNetwork;
import dev.kurir.network.declared.DeclaredNetworks;
import dev.kurir.outbox.Outbox;
import dev.kurir.owner.Bots;
import dev.kurir.reload.RouteReload;
import dev.kurir.routes.RouteUnit;
import dev.kurir.routes.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Lets networks that are declared in route files join and leave a running Kurir: their tables,
 * their part of the bridge, their bots. Thread-safe.
 */
final class JoiningNetworks implements RouteReload.Networks {
  private final DeclaredNetworks declared;
  private final NetworkDirectory directory;
  private final Map<NetworkName, Capabilities> capabilities;
  private final Days days;
  private final MappingEngine mapping;
  private final Outbox outbox;
  private final Bots bots;
  private final BotRoutes routes;
  private final Set<NetworkName> joined = new HashSet<>();
  private final Set<NetworkName> served;
  private @Nullable ModelCamelContext running;

  /** A route that the bridge has for each network. */
  private record Part(String route, String template) {}

  /** In the order of beginning: whoever hands over comes after whoever takes. */
  private static List<Part> bridge(NetworkName network) {
    return List.of(
        new Part(network + "-outbound", "declared-outbound"),
        new Part("outbox-deliver-" + network, "outbox-deliver"),
        new Part("outbox-flush-" + network, "outbox-flush"),
        new Part(network + "-to-master", "mapping-engine"));
  }

  JoiningNetworks(
      DeclaredNetworks declared,
      NetworkDirectory directory,
      Map<NetworkName, Capabilities> capabilities,
      Set<NetworkName> served,
      Days days,
      MappingEngine mapping,
      Outbox outbox,
      Bots bots,
      BotRoutes routes) {
    this.declared = declared;
    this.directory = directory;
    this.capabilities = capabilities;
    this.served = served;
    this.days = days;
    this.mapping = mapping;
    this.outbox = outbox;
    this.bots = bots;
    this.routes = routes;
    declared.before(this::serve);
  }

  @Override
  public synchronized List<Violation> check(
      ModelCamelContext loaded, Map<String, RouteUnit> files) {
    List<Violation> violations = new ArrayList<>();
    Map<NetworkName, Declaration> next = declarations(loaded, files, violations);
    for (NetworkName network : joined) {
      List<Bot> served = directory.bots(network);
      if (!next.containsKey(network) && violations.isEmpty() && !served.isEmpty()) {
        violations.add(
            new Violation(
                Path.of(network + "-inbound.camel.yaml"),
                1,
                "network",
                "is gone, and still has the bots "
                    + served.stream().map(bot -> bot.id().toString()).toList()
                    + " (expected: removed before)"));
      }
    }
    violations.addAll(needed(loaded, files));
    next.forEach(
        (network, declaration) -> violations.addAll(tryOut(loaded, files, network, declaration)));
    return violations;
  }

  /**
   * What Kurir itself sends to: without these routes it would run on, and accept what it never
   * delivers.
   */
  private List<Violation> needed(ModelCamelContext loaded, Map<String, RouteUnit> files) {
    Map<String, String> before = begins(running, id -> true);
    Set<String> ids = new HashSet<>();
    files.values().forEach(unit -> ids.addAll(unit.routes()));
    loaded.getRouteDefinitions().forEach(route -> ids.remove(route.getRouteId()));
    Set<String> after = new HashSet<>(begins(running, ids::contains).keySet());
    after.addAll(begins(loaded, id -> true).keySet());
    Set<String> wanted = new TreeSet<>(Set.of("seda:inbox-store"));
    for (Network network : directory.networks()) {
      NetworkName name = network.name();
      if (!joined.contains(name) && !directory.bots(name).isEmpty()) {
        wanted.addAll(Signals.heardBy(name));
      }
    }
    wanted.removeAll(after);
    return wanted.stream()
        .map(
            uri ->
                new Violation(
                    Path.of(before.getOrDefault(uri, uri.replace(':', '-')) + ".camel.yaml"),
                    1,
                    "needed",
                    uri + ": no route begins with it any more (expected: one)"))
        .toList();
  }

  /** By where they begin: the ids of routes. */
  private static Map<String, String> begins(
      @Nullable ModelCamelContext context, Predicate<String> wanted) {
    Map<String, String> begins = new HashMap<>();
    if (context != null) {
      for (RouteDefinition route : context.getRouteDefinitions()) {
        if (wanted.test(route.getRouteId())) {
          String uri = begin(route);
          begins.put(uri, route.getRouteId());
        }
      }
    }
    return begins;
  }

  private static String begin(RouteDefinition route) {
    String uri = route.getInput().getEndpointUri().replace("://", ":").replaceFirst("\\?.*", "");
    Map<String, Object> values =
        route.getTemplateParameters() == null ? Map.of() : route.getTemplateParameters();
    for (Map.Entry<String, Object> value : values.entrySet()) {
      uri = uri.replace("{{" + value.getKey() + "}}", String.valueOf(value.getValue()));
    }
    return uri;
  }

  /** A bot's routes with sample values, and the credentials of the bots that there are. */
  private List<Violation> tryOut(
      ModelCamelContext loaded,
      Map<String, RouteUnit> files,
      NetworkName network,
      Declaration declaration) {
    List<Violation> violations = new ArrayList<>();
    for (Part part : bridge(network)) {
      if (loaded.getRouteTemplateDefinition(part.template()) == null) {
        violations.add(
            new Violation(
                Path.of(part.template() + ".camel.yaml"),
                1,
                "needed",
                "is gone (expected: the template of which " + part.route() + " is made)"));
      }
    }
    for (String direction : DeclaredNetwork.DIRECTIONS) {
      String template = network + "-" + direction;
      Path file = fileOf(files, template);
      try {
        loaded.addRouteFromTemplate(
            "rehearsed-" + template, template, "rehearsed-" + template + "-", declaration.sample());
      } catch (Exception e) {
        violations.add(RouteReload.violation(file, e));
      }
    }
    for (Bot bot : directory.bots(network)) {
      try {
        declaration.account(bot.credentials());
      } catch (InvalidFieldException e) {
        violations.add(
            new Violation(
                fileOf(files, network + "-inbound"),
                1,
                "network",
                bot + ": " + e.getMessage() + "; give the parameter a defaultValue"));
      }
    }
    return violations;
  }

  private static Path fileOf(Map<String, RouteUnit> files, String template) {
    return files.values().stream()
        .filter(unit -> unit.templates().contains(template))
        .map(RouteUnit::path)
        .findFirst()
        .orElse(Path.of(template + ".camel.yaml"));
  }

  private Map<NetworkName, Declaration> declarations(
      ModelCamelContext context, Map<String, RouteUnit> files, List<Violation> violations) {
    Map<NetworkName, Declaration> found = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    for (RouteTemplateDefinition template : context.getRouteTemplateDefinitions()) {
      String id = template.getId();
      if (!id.endsWith("-inbound") || id.startsWith("declared-")) {
        continue;
      }
      try {
        NetworkName network = new NetworkName(id.substring(0, id.length() - "-inbound".length()));
        RouteTemplateDefinition outbound =
            context.getRouteTemplateDefinition(network + "-outbound");
        if (outbound == null) {
          throw new InvalidFieldException(
              network + "-outbound", "no such template", "beside " + network + "-inbound");
        }
        found.put(
            network, Declaration.of(network, List.of(parameters(template), parameters(outbound))));
      } catch (InvalidFieldException e) {
        violations.add(RouteReload.violation(fileOf(files, id), e));
      }
    }
    return found;
  }

  private static List<Declaration.Parameter> parameters(RouteTemplateDefinition template) {
    return template.getTemplateParameters() == null
        ? List.of()
        : template.getTemplateParameters().stream()
            .map(
                p ->
                    new Declaration.Parameter(
                        p.getName(),
                        p.getDefaultValue() == null && !Boolean.FALSE.equals(p.getRequired()),
                        p.getDefaultValue()))
            .toList();
  }

  @Override
  public synchronized void follow(CamelContext context) throws Exception {
    running = (ModelCamelContext) context;
    Map<NetworkName, Declaration> now =
        declarations((ModelCamelContext) context, Map.of(), new ArrayList<>());
    for (Declaration declaration : now.values()) {
      NetworkName network = declaration.capabilities().network();
      Capabilities before = capabilities.get(network);
      DeclaredNetwork declaredNow = declared.declare(declaration, context);
      if (!joined.contains(network)) {
        join(declaredNow);
      } else if (!declaration.capabilities().equals(before)) {
        capabilities.put(network, declaration.capabilities());
        if (served.contains(network)) {
          outbox.serve(declaration.capabilities());
        }
      }
    }
    for (NetworkName network : List.copyOf(joined)) {
      if (!now.containsKey(network)) {
        leave(network);
      }
    }
  }

  private void join(DeclaredNetwork network) throws Exception {
    NetworkName name = network.name();
    capabilities.put(name, network.capabilities());
    directory.add(network);
    joined.add(name);
    if (days.networks().contains(name)) {
      serve(name);
    }
    directory.openAll(bots.living().stream().filter(bot -> bot.network().equals(name)).toList());
  }

  /** Its part of the bridge; a network that never had a bot costs neither threads nor tables. */
  private void serve(NetworkName network) throws Exception {
    if (!served.contains(network)) {
      begin(network);
    }
  }

  private synchronized void begin(NetworkName network) throws Exception {
    Capabilities known = capabilities.get(network);
    if (known == null || served.contains(network)) {
      return;
    }
    days.add(network);
    mapping.serve(network);
    outbox.serve(known);
    for (Part part : bridge(network)) {
      routes.make(
          part.route(),
          part.template(),
          Map.of("network", network.value(), "engine", network + "-to-master"));
    }
    served.add(network);
  }

  private void leave(NetworkName network) throws Exception {
    for (Part part : bridge(network)) {
      routes.unmake(part.route());
    }
    directory.forget(network);
    served.remove(network);
    capabilities.remove(network);
    joined.remove(network);
  }
}
