package dev.kurir.bench;

/** The value below which a part of all values lies. */
final class Percentile {
  private Percentile() {}

  /**
   * The smallest value that is not below the given part of all (nearest rank).
   *
   * @param sorted ascending, at least one
   * @param percent above 0, at most 100
   */
  static double of(double[] sorted, double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }
}
