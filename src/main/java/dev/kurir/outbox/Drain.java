package dev.kurir.outbox;

/** How fast a network takes what waits for it in memory. Thread-safe. */
final class Drain {
  private static final int FEW = 200;
  private static final long WINDOW_NS = 500_000_000;

  /** So many windows' worth of messages is much: two seconds. */
  private static final int MUCH = 4;

  private final Time time;
  private long begun;
  private long ended;
  private long endedBefore;
  private int queued;

  Drain(Time time) {
    this.time = time;
    this.begun = time.nanos();
  }

  /** A request has ended, however. */
  synchronized void ended() {
    roll();
    ended++;
  }

  /** So many messages wait. */
  synchronized void queued(int messages) {
    queued = messages;
  }

  /** Whether what waits takes seconds, so that nothing new is in a hurry. */
  synchronized boolean isSlow() {
    roll();
    return queued > FEW && queued > MUCH * Math.max(ended, endedBefore);
  }

  private void roll() {
    long now = time.nanos();
    if (now - begun >= WINDOW_NS) {
      endedBefore = now - begun >= 2 * WINDOW_NS ? 0 : ended;
      ended = 0;
      begun = now;
    }
  }
}
