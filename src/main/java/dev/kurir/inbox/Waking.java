package dev.kurir.inbox;

import dev.kurir.message.NetworkName;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Wakes who stores what the journal holds: at once, or after a moment when nothing of it is in a
 * hurry. Whatever comes in a hurry meanwhile takes it along, and saves it a commit of its own.
 * Thread-safe.
 */
public final class Waking {
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final Runnable wake;
  private final Predicate<NetworkName> patient;
  private final Executor later;
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * @param patient whether what arrives from a network is in no hurry
   */
  public Waking(Runnable wake, Predicate<NetworkName> patient) {
    this(
        wake, patient, CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS));
  }

  Waking(Runnable wake, Predicate<NetworkName> patient, Executor later) {
    this.wake = wake;
    this.patient = patient;
    this.later = later;
  }

  /** The journal holds something new of these networks. */
  public void committed(Set<NetworkName> networks) {
    if (!networks.stream().allMatch(patient)) {
      wake.run();
    } else if (due.compareAndSet(false, true)) {
      later.execute(
          () -> {
            due.set(false);
            wake.run();
          });
    }
  }
}
