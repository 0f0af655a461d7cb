package dev.kurir.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.component.ComponentSettings.Pace;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Pace.USUAL);

  @Test
  void pausesDoubleUpToTheLongestLessARandomHalf() {
    for (long whole : new long[] {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000}) {
      assertThat(backoff.next()).isBetween(whole / 2, whole);
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.next()).isBetween(15_000L, 30_000L);
    }
  }

  @Test
  void aSuccessMakesThemShortAndARefusalIsTriedSlowly() {
    backoff.next();
    backoff.next();
    backoff.reset();

    assertThat(backoff.next()).isBetween(125L, 250L);
    assertThat(backoff.slow()).isBetween(15_000L, 30_000L);
  }
}
