package dev.kurir.routes;

import java.util.List;

/** A route file is read at one glance: at most 80 lines, 8 steps, 2 levels of nesting. */
final class SizeRule implements Rule {
  private static final int LINES = 80;
  private static final int STEPS = 8;
  private static final int LEVELS = 2;

  @Override
  public void check(RouteFile file, RouteSet all, Findings findings) {
    if (file.lines() > LINES) {
      findings.add(
          file.path(),
          LINES + 1,
          "size",
          file.lines() + " lines (expected: at most " + LINES + "; split at a direct:)");
    }
    for (Yaml entry : file.entries()) {
      List<Step> steps = Step.under(entry);
      if (steps.size() > STEPS) {
        findings.add(
            file,
            steps.get(STEPS).key(),
            "size",
            steps.size() + " steps (expected: at most " + STEPS + "; split at a direct:)");
      }
      steps.stream()
          .filter(step -> step.depth() > LEVELS)
          .findFirst()
          .ifPresent(
              step ->
                  findings.add(
                      file,
                      step.key(),
                      "size",
                      "nested " + step.depth() + " levels (expected: at most " + LEVELS + ")"));
    }
  }
}
