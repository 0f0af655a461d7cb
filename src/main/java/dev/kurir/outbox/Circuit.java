package dev.kurir.outbox;

import java.time.Duration;

/**
 * The circuit breaker of a network or of a bot: several failed connections in a row open it, then
 * one attempt at a time probes, after pauses that grow; an answer closes it. One thread.
 */
final class Circuit {
  private static final int FAILURES = 5;

  private final Backoff backoff;
  private int failures;
  private int openings;
  private boolean open;
  private boolean probing;
  private long closedUntil;

  Circuit(Backoff backoff) {
    this.backoff = backoff;
  }

  /** How many nanoseconds nothing may be sent; 0: now. */
  long opensIn(long now) {
    if (!open) {
      return 0;
    }
    return probing ? Long.MAX_VALUE : Math.max(0, closedUntil - now);
  }

  boolean isOpen() {
    return open;
  }

  /** An attempt begins. */
  void begun() {
    probing = open;
  }

  /** The network answered, whatever it said; true when this closed the circuit. */
  boolean answered() {
    boolean closes = open;
    failures = 0;
    openings = 0;
    open = false;
    probing = false;
    return closes;
  }

  /** No connection came about; true when this opened the circuit. */
  boolean failed(long now) {
    boolean opens = !open && ++failures >= FAILURES;
    if (opens || probing) {
      hold(now, backoff.after(++openings));
    }
    return opens;
  }

  /** Opens it for a time. */
  void hold(long now, Duration pause) {
    open = true;
    probing = false;
    closedUntil = now + pause.toNanos();
  }

  /** An attempt ended and told nothing about the connection. */
  void unknown() {
    probing = false;
  }
}
