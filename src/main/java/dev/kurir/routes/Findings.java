package dev.kurir.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects violations. For one check, on one thread. */
final class Findings {
  private final List<Violation> violations = new ArrayList<>();

  void add(Path file, int line, String rule, String advice) {
    violations.add(new Violation(file, line, rule, advice));
  }

  void add(RouteFile file, Yaml place, String rule, String advice) {
    add(file.path(), place.line(), rule, advice);
  }

  /** By file and line, none twice. */
  List<Violation> sorted() {
    return violations.stream()
        .distinct()
        .sorted(Comparator.comparing(Violation::file).thenComparingInt(Violation::line))
        .toList();
  }
}
