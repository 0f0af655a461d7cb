package dev.kurir.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A timer whose time a test moves: what is due runs on the test's thread, in order. Thread-safe.
 */
public final class HandTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final List<Task> tasks = new ArrayList<>();
  private long now;
  private long made;

  private static final class Task extends CompletableFuture<Object>
      implements ScheduledFuture<Object> {
    private final Runnable work;
    private final long at;
    private final long number;

    private Task(Runnable work, long at, long number) {
      this.work = work;
      this.at = at;
      this.number = number;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Task task = (Task) other;
      return at != task.at ? Long.compare(at, task.at) : Long.compare(number, task.number);
    }
  }

  /** Lets time pass, and everything that is due then run. */
  public void advance(Duration by) {
    long until;
    synchronized (this) {
      until = now + by.toNanos();
    }
    for (Task next = next(until); next != null; next = next(until)) {
      if (!next.isCancelled()) {
        next.work.run();
      }
    }
    synchronized (this) {
      now = until;
    }
  }

  /** Lets everything run that is due now. */
  public void run() {
    advance(Duration.ZERO);
  }

  private synchronized @Nullable Task next(long until) {
    Task next = tasks.stream().filter(task -> task.at <= until).min(Task::compareTo).orElse(null);
    if (next != null) {
      tasks.remove(next);
      now = Math.max(now, next.at);
    }
    return next;
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    Task task = new Task(work, now + unit.toNanos(delay), made++);
    tasks.add(task);
    return task;
  }

  @Override
  public void execute(Runnable work) {
    var unused = schedule(work, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long first, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long first, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
