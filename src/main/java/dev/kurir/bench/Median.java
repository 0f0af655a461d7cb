package dev.kurir.bench;

import java.util.Collection;
import java.util.List;

/** The middle of some values. */
final class Median {
  private Median() {}

  /**
   * The middle one, or the mean of the middle two.
   *
   * @param values at least one
   */
  static double of(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
