package dev.kurir.community;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Deeds that begin at the same moment, each on a thread of its own. */
public final class Race {
  private Race() {}

  /** What each returned, in the order of the deeds; fails if one fails. */
  @SafeVarargs
  public static <T> List<T> of(Callable<T>... deeds) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(deeds.length);
    try {
      CyclicBarrier start = new CyclicBarrier(deeds.length);
      List<Future<T>> started = new ArrayList<>();
      for (Callable<T> deed : deeds) {
        started.add(
            threads.submit(
                () -> {
                  start.await();
                  return deed.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : started) {
        results.add(each.get(30, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
