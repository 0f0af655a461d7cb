package dev.kurir.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A clock of the test's own: what arrives while storing waits is a matter of its passing. */
class RushTest {
  private long now;
  private long waited;
  private int perMs;
  private long lasting = Long.MAX_VALUE;
  private final Rush rush = new Rush(() -> now, this::pause);

  private void pause(long nanos) {
    if (waited >= lasting) {
      perMs = 0;
    }
    waited += nanos;
    passes(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private void passes(long ms) {
    now += TimeUnit.MILLISECONDS.toNanos(ms);
    rush.arrived((int) (perMs * ms));
  }

  private long waits() {
    waited = 0;
    rush.letPass();
    return TimeUnit.NANOSECONDS.toMillis(waited);
  }

  @Test
  void anOrdinaryLoadIsStoredAtOnce() {
    perMs = 9;
    for (int i = 0; i < 100; i++) {
      passes(150);
      assertThat(waits()).isZero();
    }
  }

  @Test
  void aFewAtOnceAreStoredAtOnce() {
    passes(1_000);
    rush.arrived(400);
    assertThat(waits()).isZero();
  }

  @Test
  void storingWaitsForTheEndOfABurst() {
    perMs = 20;
    lasting = TimeUnit.MILLISECONDS.toNanos(200);
    passes(150);
    assertThat(waits()).isEqualTo(300);
  }

  @Test
  void itWaitsForHalfASecondAtMostAndNotAgainUntilItHasCaughtUp() {
    perMs = 20;
    passes(150);
    assertThat(waits()).isEqualTo(500);
    for (int i = 0; i < 10; i++) {
      passes(150);
      assertThat(waits()).isZero();
    }
    rush.caughtUp();
    passes(150);
    assertThat(waits()).isEqualTo(500);
  }
}
