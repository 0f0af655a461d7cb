package dev.kurir.bench;

/**
 * What a figure must be and what it should be.
 *
 * @param higherIsBetter whether must and aim are the least, or the most that is allowed
 */
record Goal(double must, double aim, boolean higherIsBetter) {
  static Goal atLeast(double must, double aim) {
    return new Goal(must, aim, true);
  }

  static Goal atMost(double must, double aim) {
    return new Goal(must, aim, false);
  }

  boolean met(double value, double limit) {
    return higherIsBetter ? value >= limit : value <= limit;
  }
}
