package dev.kurir.routes;

import java.util.regex.Pattern;

/**
 * Every route can be found and drawn: its id is the file's name, and each part says what it does.
 */
final class NamingRule implements Rule {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern VERB_OBJECT = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+");

  @Override
  public void check(RouteFile file, RouteSet all, Findings findings) {
    if (!String.valueOf(file.path().getFileName()).endsWith(RouteFile.SUFFIX)) {
      findings.add(file.path(), 1, "file", "its name does not end in " + RouteFile.SUFFIX);
    }
    int purposes = 0;
    for (String kind : new String[] {"route", "routeTemplate", "routeConfiguration"}) {
      for (Yaml place : file.all(kind)) {
        purposes++;
        if (purposes > 1) {
          findings.add(file, place, "file", "a second purpose (expected: a file of its own)");
        }
        needs(file, place, kind, "id", "the file's name, " + file.name(), findings);
        needs(file, place, kind, "description", "one sentence: what it does", findings);
        place
            .at("id")
            .filter(id -> !id.text().orElse("").equals(file.name()))
            .ifPresent(
                id ->
                    findings.add(
                        file,
                        id,
                        "id",
                        "id: "
                            + id.text().orElse("")
                            + " (expected: the file's name, "
                            + file.name()
                            + ")"));
        unique(file, place, "id", all, findings);
      }
    }
    for (Yaml route : file.routes()) {
      needs(file, route, "route", "group", "the room it belongs to, such as networks", findings);
      needs(
          file,
          route,
          "route",
          "routeConfigurationId",
          "a failure policy of routes/policies",
          findings);
    }
    file.all("templatedRoute").forEach(instance -> instance(file, instance, all, findings));
    for (Yaml entry : file.entries()) {
      Step.under(entry).forEach(step -> step(file, step, all, findings));
    }
  }

  private static void needs(
      RouteFile file, Yaml place, String what, String key, String rule, Findings findings) {
    if (place.textAt(key).isEmpty()) {
      findings.add(file, place, key, what + ": lacks " + key + ": (expected: " + rule + ")");
    }
  }

  private static void unique(
      RouteFile file, Yaml place, String key, RouteSet all, Findings findings) {
    place
        .textAt(key)
        .filter(id -> !all.isUnique(id))
        .ifPresent(id -> findings.add(file, place, "id", id + ": another route has this id"));
  }

  private static void instance(RouteFile file, Yaml instance, RouteSet all, Findings findings) {
    needs(file, instance, "templatedRoute", "routeId", "its own id", findings);
    unique(file, instance, "routeId", all, findings);
    instance
        .textAt("routeId")
        .filter(id -> !NAME.matcher(id).matches())
        .ifPresent(id -> findings.add(file, instance, "id", id + " (expected: a-z, 0-9, hyphens)"));
    instance
        .textAt("routeTemplateRef")
        .filter(template -> !all.hasTemplate(template))
        .ifPresent(
            template ->
                findings.add(
                    file, instance, "template", template + ": no route template has this id"));
  }

  private static void step(RouteFile file, Step step, RouteSet all, Findings findings) {
    String id = step.body().textAt("id").orElse("");
    if (!VERB_OBJECT.matcher(id).matches()) {
      findings.add(
          file,
          step.key(),
          "id",
          step.kind()
              + ": "
              + (id.isEmpty() ? "lacks id:" : "id: " + id)
              + " (expected: verb-object, such as store-in-inbox)");
    }
    if (!all.isUniqueStep(id)) {
      findings.add(
          file, step.key(), "id", id + ": another step has this id, so Camel does not start");
    }
  }
}
