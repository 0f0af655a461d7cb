package dev.kurir.routes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * YAML decides where, Java decides what, SQL files decide which rows: no SQL, no script and no
 * calculation in a route, and nothing of a message in an address.
 */
final class ContentRule implements Rule {
  private static final Pattern SQL =
      Pattern.compile(
          "\\b(select\\s.+\\bfrom|insert\\s+into|update\\b.+\\bset|delete\\s+from|create\\s+table"
              + "|alter\\s+table|drop\\s+table|truncate\\s+table)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern CALCULATION =
      Pattern.compile("\\$\\{date|\\$\\{random|\\$\\{(camel)?[mM]ath|}\\s*(\\+\\+|--)|\\{\\s*\"");
  private static final Set<String> LANGUAGES =
      Set.of("constant", "simple", "header", "variable", "method", "ref", "jq", "tokenize");
  private static final Set<String> ADDRESSES = Set.of("uri", "deadLetterUri", "parameters");

  private final Optional<Path> sql;

  /**
   * @param sql where the statements are; empty: whether a file exists is not checked
   */
  ContentRule(Optional<Path> sql) {
    this.sql = sql;
  }

  @Override
  public void check(RouteFile file, RouteSet all, Findings findings) {
    for (Yaml entry : file.entries()) {
      entry.eachText((key, text) -> text(file, key, text, findings));
      entry.eachMap((key, map) -> map(file, key, map, findings));
      Step.under(entry).forEach(step -> step(file, step, findings));
    }
  }

  private void text(RouteFile file, String key, Yaml place, Findings findings) {
    String text = place.text().orElse("");
    boolean words = key.equals("description") || key.equals("note");
    if (!words && SQL.matcher(text).find()) {
      findings.add(file, place, "sql", "SQL in YAML (expected: a file in sql/queries)");
    }
    if (!words && CALCULATION.matcher(text).find()) {
      findings.add(
          file,
          place,
          "script",
          "a calculation in YAML (expected: a bean; simple reads and compares)");
    }
    if (key.equals("uri")) {
      statement(file, place, text, findings);
    }
  }

  private void statement(RouteFile file, Yaml place, String uri, Findings findings) {
    if (!uri.startsWith("sql:") && !uri.startsWith("sql-stored:")) {
      return;
    }
    String query = uri.substring(uri.indexOf(':') + 1);
    if (!query.startsWith("classpath:sql/queries/") || !query.endsWith(".sql")) {
      findings.add(
          file, place, "sql", uri + " (expected: sql:classpath:sql/queries/<feature>/<verb>.sql)");
      return;
    }
    String name = query.substring("classpath:sql/".length());
    if (!name.contains("{{") && sql.isPresent() && !Files.exists(sql.get().resolve(name))) {
      findings.add(file, place, "sql", "sql/" + name + ": no such file");
    }
  }

  private static void map(RouteFile file, String key, Yaml map, Findings findings) {
    if (key.equals("expression") || key.equals("handled") || key.equals("continued")) {
      for (Yaml.Entry language : map.entries()) {
        boolean isLanguage = language.value().isMap();
        if (isLanguage && !LANGUAGES.contains(language.name())) {
          findings.add(
              file,
              language.key(),
              "script",
              language.name() + " (expected: one of " + new TreeSet<>(LANGUAGES) + ", or a bean)");
        }
      }
    }
    if (key.equals("parameters") || map.at("uri").isPresent()) {
      for (Yaml.Entry entry : map.entries()) {
        boolean address = key.equals("parameters") || ADDRESSES.contains(entry.name());
        if (address && entry.value().text().orElse("").contains("${")) {
          findings.add(
              file,
              entry.value(),
              "address",
              entry.name()
                  + ": takes something of a message (expected: fixed; a bean or the body"
                  + " carries what differs)");
        }
      }
    }
  }

  private static void step(RouteFile file, Step step, Findings findings) {
    switch (step.kind()) {
      case "script" ->
          findings.add(file, step.key(), "script", "a script in YAML (expected: a bean)");
      case "setProperty" ->
          findings.add(
              file,
              step.key(),
              "variable",
              "an exchange property (expected: a variable or the body)");
      default -> {}
    }
  }
}
