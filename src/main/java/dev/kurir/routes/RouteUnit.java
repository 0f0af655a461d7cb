package dev.kurir.routes;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a route file holds and what it needs, as whoever loads and replaces it must know. Immutable.
 *
 * @param routes the ids of the routes that it makes, also of templates
 * @param templates the ids of its templates
 * @param policies the ids of its failure policies
 * @param templatesUsed the templates that its routes are made of
 * @param policiesUsed the policies that its routes and templates name
 * @param groups the groups of its routes
 * @param rests the ids of its REST contracts, each of whose operations is a route too
 */
public record RouteUnit(
    Path path,
    Set<String> routes,
    Set<String> templates,
    Set<String> policies,
    Set<String> templatesUsed,
    Set<String> policiesUsed,
    Set<String> groups,
    Set<String> rests) {

  /** So short a text stands everywhere. */
  private static final int SHORT = 3;

  /** Reads a file; one that is no YAML holds nothing. */
  public static RouteUnit of(Path path) {
    RouteFile file = RouteFile.read(path, new Findings());
    Set<String> routes = texts(file.all("route"), "id");
    routes.addAll(texts(file.all("templatedRoute"), "routeId"));
    for (Yaml rest : file.all("rest")) {
      for (Yaml.Entry verb : rest.entries()) {
        routes.addAll(texts(verb.value().items(), "id"));
      }
    }
    Set<String> policies = new HashSet<>();
    for (String named : texts(file.routes(), "routeConfigurationId")) {
      for (String id : named.split(",")) {
        policies.add(id.strip());
      }
    }
    return new RouteUnit(
        path,
        Collections.unmodifiableSet(routes),
        texts(file.all("routeTemplate"), "id"),
        texts(file.all("routeConfiguration"), "id"),
        texts(file.all("templatedRoute"), "routeTemplateRef"),
        policies,
        texts(file.routes(), "group"),
        texts(file.all("rest"), "id"));
  }

  /**
   * Where a file speaks of what somebody said about it, such as an exception.
   *
   * @param line 1 where it does not
   * @param length of the text that they share; 0 where they share none
   */
  public record Place(int line, int length) {}

  /** The place of the longest text of a file that stands in what somebody said about it. */
  public static Place placeOf(Path path, String said) {
    RouteFile file = RouteFile.read(path, new Findings());
    String canonical = said.replace("://", ":");
    Place[] found = {new Place(1, 0)};
    for (Yaml entry : file.entries()) {
      entry.eachText((key, text) -> found[0] = longer(found[0], text, canonical));
      entry.eachMap(
          (key, map) ->
              map.entries().forEach(child -> found[0] = longer(found[0], child.key(), canonical)));
    }
    return found[0];
  }

  private static Place longer(Place found, Yaml place, String said) {
    String text = place.text().orElse("");
    boolean longer = text.length() > Math.max(SHORT, found.length()) && said.contains(text);
    return longer ? new Place(place.line(), text.length()) : found;
  }

  private static Set<String> texts(List<Yaml> places, String key) {
    Set<String> texts = new HashSet<>();
    places.forEach(place -> place.textAt(key).ifPresent(texts::add));
    return texts;
  }
}
