package dev.kurir;

import dev.kurir.message.Bot;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same for many bots at once; one that fails does not hinder the others. */
final class SideBySide {
  private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);
  private static final int THREADS = 16;
  private static final int WAIT_S = 60;

  private SideBySide() {}

  /** Returns when all are done, at the latest after a minute. */
  static void each(Collection<Bot> all, Consumer<Bot> work) {
    if (all.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, all.size()));
    for (Bot bot : all) {
      threads.execute(() -> attempt(bot, work));
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(WAIT_S, TimeUnit.SECONDS)) {
        LOG.warn("bots: some need longer than {} s, going on without waiting for them", WAIT_S);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(Bot bot, Consumer<Bot> work) {
    try {
      work.accept(bot);
    } catch (RuntimeException e) {
      LOG.warn("{}: {}", bot, e.toString());
    }
  }
}
