package dev.kurir.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that wait for a bot's next requests, or for everybody's. Without a named operation
 * they strike sends only ({@code push} and {@code reply} of LINE, {@code sendMessage} of Telegram).
 * Thread-safe.
 */
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private final Set<String> sends;
  private final List<Plan> plans = new ArrayList<>();
  private long struck;
  private Duration retryAfter = Duration.ofSeconds(1);

  Faults(Set<String> sends) {
    this.sends = sends;
  }

  private static final class Plan {
    final Fault fault;
    final @Nullable String operation;
    final double share;
    final Random random;
    long left;

    Plan(long left, double share, Random random, Fault fault, @Nullable String operation) {
      this.left = left;
      this.share = share;
      this.random = random;
      this.fault = fault;
      this.operation = operation;
    }
  }

  /** The next {@code times} sends fail so, after those that were ordered before. */
  public synchronized void next(int times, Fault fault) {
    plans.add(new Plan(times, 1, new Random(0), fault, null));
  }

  /**
   * The next {@code times} requests of one operation fail so.
   *
   * @param operation the last part of LINE's path ({@code push}, {@code info}), Telegram's method
   */
  public synchronized void next(int times, Fault fault, String operation) {
    plans.add(new Plan(times, 1, new Random(0), fault, operation));
  }

  /**
   * A share of all sends fails so until {@link #clear()}.
   *
   * @param share 0 to 1
   * @param seed makes the choice repeatable
   */
  public synchronized void often(double share, Fault fault, long seed) {
    plans.add(new Plan(Long.MAX_VALUE, share, new Random(seed), fault, null));
  }

  /** What {@link Fault#RATE_LIMIT} asks to wait, in whole seconds; 1 s at first. */
  public synchronized void retryAfter(Duration wait) {
    retryAfter = wait;
  }

  synchronized Duration retryAfter() {
    return retryAfter;
  }

  /** Heals everything. */
  public synchronized void clear() {
    plans.clear();
  }

  /** How many requests were struck so far. */
  public synchronized long struck() {
    return struck;
  }

  private synchronized @Nullable Fault strike(String operation) {
    for (Iterator<Plan> each = plans.iterator(); each.hasNext(); ) {
      Plan plan = each.next();
      boolean meant =
          plan.operation == null ? sends.contains(operation) : plan.operation.equals(operation);
      if (!meant || (plan.share < 1 && plan.random.nextDouble() >= plan.share)) {
        continue;
      }
      if (--plan.left <= 0) {
        each.remove();
      }
      struck++;
      return plan.fault;
    }
    return null;
  }

  /**
   * Processes a request, or lets it fail as planned.
   *
   * @param refusal the network's own words for {@link Fault#RATE_LIMIT}, {@link
   *     Fault#MONTHLY_LIMIT} and {@link Fault#SERVER_ERROR}
   */
  static Reply around(
      List<Faults> all, String operation, Supplier<Reply> process, Function<Fault, Reply> refusal) {
    for (Faults faults : all) {
      Fault fault = faults.strike(operation);
      if (fault != null) {
        if (fault.afterProcessing()) {
          Reply processed = process.get();
          LOG.debug("processed with {}, but told otherwise: {}", processed.status(), fault);
        }
        return switch (fault) {
          case RATE_LIMIT, MONTHLY_LIMIT -> refusal.apply(fault);
          case SERVER_ERROR, SERVER_ERROR_AFTER_PROCESSING -> refusal.apply(Fault.SERVER_ERROR);
          case BAD_GATEWAY ->
              Reply.text(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
          case HANG, HANG_AFTER_PROCESSING -> Reply.silence();
          case RESET, RESET_AFTER_PROCESSING -> Reply.reset();
          case LATE -> process.get().late();
        };
      }
    }
    return process.get();
  }
}
