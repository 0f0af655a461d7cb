package dev.kurir.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which faults come in which order, how long each lasts and what it chooses: the same for the same
 * seed, number and kinds. Each round has every kind once.
 */
record Plan(List<Planned> faults) {
  private static final int MESSAGES_A_ROUND = 17_000;
  private static final int MOST_ROUNDS = 3;

  /**
   * A fault to come.
   *
   * @param after how many messages were sent before it
   * @param milliseconds how long it lasts
   * @param seed for what it chooses by itself
   */
  record Planned(FaultKind kind, int after, int milliseconds, long seed) {}

  static Plan of(long seed, int messages, Collection<FaultKind> kinds) {
    Random random = new Random(seed);
    int rounds = Math.max(1, Math.min(MOST_ROUNDS, messages / MESSAGES_A_ROUND + 1));
    List<FaultKind> order = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<FaultKind> all = new ArrayList<>(kinds);
      Collections.sort(all);
      Collections.shuffle(all, random);
      order.addAll(all);
    }
    List<Planned> faults = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      FaultKind kind = order.get(i);
      int after = (int) ((long) messages * (2 * i + 1) / (2L * order.size() + 1));
      faults.add(new Planned(kind, after, duration(kind, random), random.nextLong()));
    }
    return new Plan(List.copyOf(faults));
  }

  /** About how long it takes, in seconds: what is down also has to come back. */
  int seconds() {
    long milliseconds = 0;
    for (Planned fault : faults) {
      boolean restarts =
          switch (fault.kind()) {
            case KILL_KURIR, STOP_KURIR, KILL_BOTH, KILL_WRONG_CLOCK -> true;
            default -> false;
          };
      milliseconds += fault.milliseconds() + (restarts ? 12_000 : 4_000);
    }
    return (int) (milliseconds / 1_000) + 1;
  }

  private static int duration(FaultKind kind, Random random) {
    return switch (kind) {
      case KILL_KURIR, STOP_KURIR -> random.nextInt(2_000);
      case BLACK_HOLE -> random.nextBoolean() ? between(random, 3, 9) : between(random, 12, 34);
      case FULL_DISK, KILL_XMPP, KILL_BOTH, KILL_DATABASE -> between(random, 1, 5);
      default -> between(random, 3, 8);
    };
  }

  private static int between(Random random, int least, int most) {
    return 1_000 * least + random.nextInt(1_000 * (most - least));
  }
}
