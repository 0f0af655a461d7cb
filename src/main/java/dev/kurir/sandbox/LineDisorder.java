package dev.kurir.sandbox;

import java.util.Random;

/**
 * How LINE's webhooks come late, twice and in another order, as LINE warns that redeliveries do.
 * Thread-safe.
 */
public final class LineDisorder {
  private static final int LATEST_MS = 500;
  private final double repeated;
  private final int reach;
  private final Random random;

  /**
   * @param repeated the share of taken events that come once more, 0 to 1
   * @param reach how many of a chat's waiting events may be next
   * @param seed makes the choices repeatable
   */
  public LineDisorder(double repeated, int reach, long seed) {
    this.repeated = repeated;
    this.reach = reach;
    this.random = new Random(seed);
  }

  boolean repeats() {
    return random.nextDouble() < repeated;
  }

  int next(int waiting) {
    return random.nextInt(Math.min(reach, waiting));
  }

  long delayMs() {
    return 1 + random.nextInt(LATEST_MS);
  }
}
