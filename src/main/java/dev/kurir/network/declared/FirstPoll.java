package dev.kurir.network.declared;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/** Whether a route that polls can: a bot with wrong credentials is not registered. Stateless. */
final class FirstPoll {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_MS = 50;

  private FirstPoll() {}

  /** Waits for the first poll, where the route polls; a slow one passes. */
  static void check(@Nullable Route route) throws InterruptedException {
    if (route == null || !(route.getConsumer() instanceof ScheduledPollConsumer poll)) {
      return;
    }
    long deadline = System.nanoTime() + PATIENCE_NS;
    CountDownLatch never = new CountDownLatch(1);
    while (System.nanoTime() < deadline) {
      if (poll.getErrorCounter() > 0) {
        throw new IllegalStateException(
            "the first poll failed: the server is away, or refuses the credentials");
      }
      if (poll.isFirstPollDone() || never.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }
}
