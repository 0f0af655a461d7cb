package dev.kurir.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure: Kurir's, the reference's of the same run, and their ratio, each the median
 * of the pairs that were kept.
 *
 * @param ratio Kurir's through the reference's, the median of the pairs' ratios; where there is no
 *     reference, Kurir's own value
 * @param unit of Kurir's and the reference's value
 * @param runs every pair in its order, those thrown away too
 * @param goal for the ratio, or without a reference for the value; null: nothing was demanded
 */
record Figure(
    String name,
    double kurir,
    @Nullable Double reference,
    double ratio,
    String unit,
    List<Pair> runs,
    @Nullable Goal goal) {
  Figure {
    runs = List.copyOf(runs);
  }

  /**
   * Kurir's measurement and the reference's around it.
   *
   * @param before the reference's measurement before Kurir's
   * @param after the one after it
   */
  record Pair(double kurir, double before, double after) {
    /**
     * A reference that moved by more than this part of itself tells of the machine, not of Kurir.
     */
    private static final double MOVED = 0.5;

    double reference() {
      return (before + after) / 2;
    }

    double ratio() {
      return kurir / reference();
    }

    boolean kept() {
      return Math.max(before, after) <= (1 + MOVED) * Math.min(before, after);
    }
  }

  /** A figure against a reference. */
  static Figure of(String name, String unit, List<Pair> runs, @Nullable Goal goal) {
    List<Pair> kept = runs.stream().filter(Pair::kept).toList();
    List<Pair> counted = kept.isEmpty() ? runs : kept;
    return new Figure(
        name,
        Median.of(counted.stream().map(Pair::kurir).toList()),
        Median.of(counted.stream().map(Pair::reference).toList()),
        Median.of(counted.stream().map(Pair::ratio).toList()),
        unit,
        runs,
        goal);
  }

  /** A figure that stands for itself. */
  static Figure alone(String name, String unit, List<Double> values, @Nullable Goal goal) {
    double median = Median.of(values);
    List<Pair> runs = values.stream().map(value -> new Pair(value, 1, 1)).toList();
    return new Figure(name, median, null, median, unit, runs, goal);
  }

  /** How many pairs counted. */
  long kept() {
    return runs.stream().filter(Pair::kept).count();
  }

  /** How far the counted ratios lie from each other, as a part of their median. */
  double spread() {
    List<Double> ratios = runs.stream().filter(Pair::kept).map(Pair::ratio).sorted().toList();
    return ratios.size() < 2 ? 0 : (ratios.get(ratios.size() - 1) - ratios.get(0)) / ratio;
  }

  /**
   * {@code aim}, {@code must}, {@code missed}; {@code unsteady} where no pair counts, because the
   * machine never rested; empty where nothing was demanded.
   */
  String verdict() {
    if (goal == null) {
      return "";
    }
    if (kept() == 0) {
      return "unsteady";
    }
    if (goal.met(ratio, goal.aim())) {
      return "aim";
    }
    return goal.met(ratio, goal.must()) ? "must" : "missed";
  }
}
