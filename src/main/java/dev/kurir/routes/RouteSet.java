package dev.kurir.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All route files together: who listens on which {@code direct:} or {@code seda:}, which policies
 * exist.
 */
final class RouteSet {
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> steps = new HashMap<>();
  private final Map<String, List<Yaml>> users = new HashMap<>();
  private final Set<String> policies = new HashSet<>();
  private final Set<String> consumed = new HashSet<>();
  private final Set<String> produced = new HashSet<>();
  private final Set<String> templates = new HashSet<>();

  RouteSet(List<RouteFile> files) {
    for (RouteFile file : files) {
      for (Yaml route : file.all("route")) { // Camel copies the steps of policies and templates
        for (Step step : Step.under(route)) {
          step.body().textAt("id").ifPresent(id -> steps.merge(id, 1, Integer::sum));
        }
      }
      file.routes().forEach(this::use);
      file.all("route").forEach(route -> id(route, "id"));
      file.all("routeTemplate").forEach(template -> id(template, "id"));
      file.all("templatedRoute").forEach(instance -> id(instance, "routeId"));
      file.all("routeTemplate").forEach(t -> t.textAt("id").ifPresent(templates::add));
      file.all("routeConfiguration")
          .forEach(policy -> policy.textAt("id").ifPresent(policies::add));
    }
    Map<String, List<Map<String, String>>> instances = instances(files);
    for (RouteFile file : files) {
      for (Yaml entry : file.entries()) {
        List<Map<String, String>> values =
            entry
                .at("routeTemplate")
                .map(t -> instances.getOrDefault(t.textAt("id").orElse(""), List.of()))
                .orElse(List.of(Map.of()));
        for (Endpoint endpoint : Endpoint.in(entry)) {
          values.forEach(v -> note(endpoint.with(v)));
        }
      }
    }
  }

  private void use(Yaml route) {
    for (String policy : route.textAt("routeConfigurationId").orElse("").split(",")) {
      users.computeIfAbsent(policy.strip(), p -> new ArrayList<>()).add(route);
    }
  }

  private void id(Yaml place, String key) {
    place.textAt(key).ifPresent(id -> ids.merge(id, 1, Integer::sum));
  }

  private void note(Endpoint endpoint) {
    if (endpoint.consumes()) {
      consumed.add(endpoint.uri());
    } else {
      produced.add(endpoint.uri());
    }
  }

  /** By template: the parameters of each route made from it, with the template's defaults. */
  private static Map<String, List<Map<String, String>>> instances(List<RouteFile> files) {
    Map<String, Map<String, String>> defaults = new HashMap<>();
    Map<String, List<Map<String, String>>> instances = new HashMap<>();
    for (RouteFile file : files) {
      for (Yaml template : file.all("routeTemplate")) {
        defaults.put(template.textAt("id").orElse(""), parameters(template, "defaultValue"));
      }
    }
    for (RouteFile file : files) {
      for (Yaml instance : file.all("templatedRoute")) {
        String template = instance.textAt("routeTemplateRef").orElse("");
        Map<String, String> values = new HashMap<>(defaults.getOrDefault(template, Map.of()));
        values.putAll(parameters(instance, "value"));
        instances.computeIfAbsent(template, t -> new ArrayList<>()).add(values);
      }
    }
    return instances;
  }

  /** The parameters of a template or an instance: their names, and what stands under the key. */
  static Map<String, String> parameters(Yaml place, String key) {
    Map<String, String> values = new HashMap<>();
    for (Yaml parameter : place.at("parameters").map(Yaml::items).orElse(List.of())) {
      parameter
          .textAt("name")
          .ifPresent(n -> parameter.textAt(key).ifPresent(v -> values.put(n, v)));
    }
    return values;
  }

  boolean isUnique(String id) {
    return ids.getOrDefault(id, 0) <= 1;
  }

  boolean isUniqueStep(String id) {
    return steps.getOrDefault(id, 0) <= 1;
  }

  boolean hasPolicy(String id) {
    return policies.contains(id);
  }

  /** The routes that name a policy. */
  List<Yaml> usersOf(String policy) {
    return users.getOrDefault(policy, List.of());
  }

  boolean hasTemplate(String id) {
    return templates.contains(id);
  }

  boolean isConsumed(String uri) {
    return consumed.contains(uri);
  }

  boolean isProduced(String uri) {
    return produced.contains(uri);
  }
}
