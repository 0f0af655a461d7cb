package dev.kurir.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code direct:} or {@code seda:} address in a route, without its options.
 *
 * @param uri {@code direct:name}
 * @param consumes whether messages come out here
 */
record Endpoint(Yaml place, String uri, boolean consumes) {
  private static final Set<String> CONSUMERS = Set.of("from", "pollEnrich", "poll");
  private static final Set<String> KEYS = Set.of("uri", "deadLetterUri");

  /**
   * All of them beneath a place, whether written {@code uri: direct:x} or with the name as a
   * parameter.
   */
  static List<Endpoint> in(Yaml place) {
    List<Endpoint> endpoints = new ArrayList<>();
    place.eachMap(
        (key, map) -> {
          for (String uriKey : KEYS) {
            Optional<Yaml> uri = map.at(uriKey);
            Optional<String> address = uri.flatMap(u -> address(u, map));
            if (uri.isPresent() && address.isPresent()) {
              endpoints.add(new Endpoint(uri.get(), address.get(), CONSUMERS.contains(key)));
            }
          }
        });
    return endpoints;
  }

  private static Optional<String> address(Yaml uri, Yaml map) {
    String text = uri.text().orElse("").replaceFirst("\\?.*", "").replaceFirst(":(//)?", ":");
    if (text.equals("direct") || text.equals("seda")) {
      return map.at("parameters").flatMap(p -> p.textAt("name")).map(name -> text + ":" + name);
    }
    return Optional.of(text).filter(t -> t.startsWith("direct:") || t.startsWith("seda:"));
  }

  /** The address with a template's parameters filled in. */
  Endpoint with(Map<String, String> parameters) {
    String filled = uri;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      filled = filled.replace("{{" + parameter.getKey() + "}}", parameter.getValue());
    }
    return new Endpoint(place, filled, consumes);
  }

  /** Whether a template's parameter stands in it. */
  boolean isOpen() {
    return uri.contains("{{");
  }

  String name() {
    return uri.substring(uri.indexOf(':') + 1);
  }
}
