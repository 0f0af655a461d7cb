package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.message.InvalidFieldException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The modes of the bench and how they are run, one after the other. */
public final class Bench {
  private static final List<Mode> MODES =
      List.of(
          new Sustained(),
          new Burst(),
          new Latency(),
          new Growth(),
          new Snapshot(),
          new Numbers(),
          new Ingress(),
          new Udp(),
          new Whole(),
          new Isolation(),
          new Archiving(),
          new Community());

  private Bench() {}

  /** The names of the modes. */
  public static List<String> modes() {
    return MODES.stream().map(Mode::name).toList();
  }

  /**
   * Measures.
   *
   * @param names of modes; none: all
   * @param configured a database on the server to measure; null: an embedded one
   */
  public static Report run(List<String> names, Plan plan, @Nullable DatabaseAddress configured)
      throws Exception {
    for (String name : names) {
      if (!modes().contains(name)) {
        throw new InvalidFieldException("mode", name, String.join(", ", modes()));
      }
    }
    List<Figure> figures = new ArrayList<>();
    try (Laboratory laboratory = new Laboratory(plan, configured)) {
      for (Mode mode : MODES) {
        if (names.isEmpty() || names.contains(mode.name())) {
          plan.told().accept("== " + mode.name());
          figures.addAll(mode.measure(laboratory));
        }
      }
    }
    return new Report(figures);
  }
}
