package dev.kurir.testing;

import dev.kurir.sandbox.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Judges every request that a sandbox receives by the network's published specification, beside the
 * traffic. Where the specifications are absent it says once that it is off. Thread-safe; a judge
 * may watch many sandboxes.
 */
public abstract class Judge implements Consumer<RecordedRequest> {
  private static final int SHOWN = 20;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "judge");
            daemon.setDaemon(true);
            return daemon;
          });
  private final List<String> violations = new ArrayList<>();
  private final boolean on = Specifications.present();
  private long judged;

  Judge() {
    if (!on) {
      System.out.println(getClass().getSimpleName() + " is off: " + Specifications.absent());
    }
  }

  /** What is wrong with the request; empty where nothing is. */
  abstract List<String> judge(RecordedRequest request);

  @Override
  public void accept(RecordedRequest request) {
    if (on) {
      Future<?> unused = thread.submit(() -> keep(request));
    }
  }

  private void keep(RecordedRequest request) {
    List<String> wrong;
    try {
      wrong = judge(request);
    } catch (RuntimeException e) {
      wrong = List.of("can't be judged: " + e);
    }
    synchronized (violations) {
      judged++;
      wrong.forEach(each -> violations.add(request + ": " + each));
    }
  }

  /** All violations so far, after everything received is judged. */
  public List<String> violations() {
    try {
      thread.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
    synchronized (violations) {
      return List.copyOf(violations);
    }
  }

  /** How many requests were judged. */
  public long judged() {
    violations();
    synchronized (violations) {
      return judged;
    }
  }

  /** Fails with the violations. */
  public void assertNoViolations() {
    List<String> all = violations();
    if (!all.isEmpty()) {
      throw new AssertionError(
          all.size()
              + " violations of the specification in "
              + judged()
              + " requests:\n  "
              + String.join("\n  ", all.subList(0, Math.min(SHOWN, all.size()))));
    }
  }
}
