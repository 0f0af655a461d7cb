package dev.kurir.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private final Drain drain = new Drain(new Time(Clock.systemUTC(), nanos::get));

  private void pass(long milliseconds) {
    nanos.addAndGet(Duration.ofMillis(milliseconds).toNanos());
  }

  @Test
  void fewThatWaitAreNoSlowNetwork() {
    drain.queued(200);

    assertThat(drain.isSlow()).isFalse();
  }

  @Test
  void manyOfWhichNoneEndsAreOne() {
    drain.queued(201);

    assertThat(drain.isSlow()).isTrue();
  }

  @Test
  void whatEndsWithinTwoSecondsIsInAHurry() {
    drain.queued(1_000);
    for (int i = 0; i < 250; i++) {
      drain.ended();
    }
    assertThat(drain.isSlow()).isFalse();

    pass(600); // the window before still counts
    assertThat(drain.isSlow()).isFalse();

    pass(600);
    assertThat(drain.isSlow()).isTrue();
  }

  @Test
  void itIsQuickAgainWhenTheQueueIsShort() {
    drain.queued(5_000);
    assertThat(drain.isSlow()).isTrue();

    drain.queued(10);
    assertThat(drain.isSlow()).isFalse();
  }
}
