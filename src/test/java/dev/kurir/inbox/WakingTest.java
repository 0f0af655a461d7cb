package dev.kurir.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.NetworkName;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WakingTest {
  private static final NetworkName PATIENT = new NetworkName("telegram");
  private static final NetworkName HASTY = new NetworkName("xmpp");

  private final AtomicInteger woken = new AtomicInteger();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final Waking waking = new Waking(woken::incrementAndGet, PATIENT::equals, later::add);

  @Test
  void whatIsInAHurryWakesAtOnce() {
    waking.committed(Set.of(HASTY));
    waking.committed(Set.of(PATIENT, HASTY));

    assertThat(woken).hasValue(2);
    assertThat(later).isEmpty();
  }

  @Test
  void whatIsInNoHurryWakesOnceLater() {
    waking.committed(Set.of(PATIENT));
    waking.committed(Set.of(PATIENT));

    assertThat(woken).hasValue(0);
    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(woken).hasValue(1);
  }

  @Test
  void whatComesAfterTheMomentWakesAgain() {
    waking.committed(Set.of(PATIENT));
    later.remove().run();

    waking.committed(Set.of(PATIENT));

    assertThat(later).as("a message that nobody would store").hasSize(1);
  }
}
