package dev.kurir.routes;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Camel starts silently with: a {@code direct:} to nobody, a failure policy that isn't there,
 * a misspelt variable. And what nobody can look up: a placeholder that no page documents.
 */
final class ReferenceRule implements Rule {
  private static final int VARIABLES = 3;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final Pattern READ =
      Pattern.compile("\\$\\{variable(?:\\.|\\[['\"]?|As\\(['\"]?)([A-Za-z0-9_:-]+)");

  private final Set<String> settings;

  /**
   * @param settings the documented keys
   */
  ReferenceRule(Set<String> settings) {
    this.settings = Set.copyOf(settings);
  }

  @Override
  public void check(RouteFile file, RouteSet all, Findings findings) {
    for (Yaml entry : file.entries()) {
      endpoints(file, entry, all, findings);
      variables(file, entry, all, findings);
      placeholders(file, entry, findings);
    }
    file.routes().forEach(route -> policy(file, route, all, findings));
  }

  private static void endpoints(RouteFile file, Yaml entry, RouteSet all, Findings findings) {
    for (Endpoint endpoint : Endpoint.in(entry)) {
      if (endpoint.isOpen()) {
        continue; // a template's: its instances were counted with their values
      }
      if (!endpoint.consumes() && !all.isConsumed(endpoint.uri())) {
        findings.add(file, endpoint.place(), "pair", endpoint.uri() + ": no route begins with it");
      }
      if (endpoint.consumes() && !all.isProduced(endpoint.uri())) {
        findings.add(file, endpoint.place(), "pair", endpoint.uri() + ": no route sends to it");
      }
      if (endpoint.consumes() && !endpoint.name().equals(file.name())) {
        findings.add(
            file,
            endpoint.place(),
            "pair",
            endpoint.uri() + " (expected: named as its route, " + file.name() + ")");
      }
    }
  }

  private static void policy(RouteFile file, Yaml route, RouteSet all, Findings findings) {
    for (String id : route.textAt("routeConfigurationId").orElse("").split(",")) {
      if (!id.isBlank() && !all.hasPolicy(id.strip())) {
        findings.add(
            file,
            route.at("routeConfigurationId").orElse(route),
            "policy",
            id.strip() + ": no routeConfiguration has this id, so nothing handles failures");
      }
    }
  }

  /**
   * A policy's steps run within the routes that use it, so each of these must set what it reads.
   */
  private static void variables(RouteFile file, Yaml entry, RouteSet all, Findings findings) {
    Set<String> own = setIn(entry);
    Set<String> set = new TreeSet<>(own);
    entry
        .at("routeConfiguration")
        .flatMap(policy -> policy.textAt("id"))
        .map(all::usersOf)
        .flatMap(users -> users.stream().map(ReferenceRule::setIn).reduce(ReferenceRule::both))
        .ifPresent(set::addAll);
    entry.eachText(
        (key, text) -> {
          Matcher read = READ.matcher(text.text().orElse(""));
          while (read.find()) {
            unset(file, text, read.group(1), set, findings);
          }
          if (key.equals("variableSend") || key.equals("variable")) {
            unset(file, text, text.text().orElse(""), set, findings);
          }
        });
    entry.eachMap(
        (key, map) -> {
          if (key.equals("variable")) {
            map.at("expression").ifPresent(e -> unset(file, e, e.text().orElse(""), set, findings));
          }
        });
    if (own.size() > VARIABLES) {
      findings.add(
          file,
          entry,
          "variable",
          own.size() + " variables (expected: at most " + VARIABLES + "; carry a record instead)");
    }
  }

  private static Set<String> setIn(Yaml place) {
    Set<String> set = new TreeSet<>();
    place.eachMap(
        (key, map) -> {
          switch (key) {
            case "setVariable", "convertVariableTo" -> map.textAt("name").ifPresent(set::add);
            case "setVariables" ->
                map.at("variables")
                    .ifPresent(vs -> vs.items().forEach(v -> v.textAt("name").ifPresent(set::add)));
            default -> {}
          }
          map.textAt("variableReceive").ifPresent(set::add);
          map.textAt("toName").ifPresent(set::add);
        });
    return set;
  }

  private static Set<String> both(Set<String> a, Set<String> b) {
    Set<String> both = new TreeSet<>(a);
    both.retainAll(b);
    return both;
  }

  private static void unset(
      RouteFile file, Yaml place, String name, Set<String> set, Findings findings) {
    if (!set.contains(name)) {
      findings.add(
          file,
          place,
          "variable",
          name
              + ": not set in this route, or not in each that uses this policy (set: "
              + set
              + ")");
    }
  }

  private void placeholders(RouteFile file, Yaml entry, Findings findings) {
    Set<String> parameters = new HashSet<>();
    entry
        .at("routeTemplate")
        .flatMap(template -> template.at("parameters"))
        .ifPresent(ps -> ps.items().forEach(p -> p.textAt("name").ifPresent(parameters::add)));
    entry.eachText(
        (key, text) -> {
          Matcher found = PLACEHOLDER.matcher(text.text().orElse(""));
          while (found.find()) {
            String name = found.group(1).strip().replaceFirst("^[?!]+", "").replaceFirst(":.*", "");
            if (!parameters.contains(name) && !settings.contains(name)) {
              findings.add(
                  file,
                  text,
                  "placeholder",
                  "{{"
                      + found.group(1)
                      + "}}: no documented setting (expected: a row in the"
                      + " README's settings table, or a parameter of the template)");
            }
          }
        });
  }
}
