package dev.kurir.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Everybody writing at a steady rate until told to stop, with a bound on what has not ended: mostly
 * partners, of all networks alike, and owners as far as the networks take it.
 */
final class Rush implements Runnable {
  private static final long STEP_MS = 20;

  /** Telegram takes one message a second in a chat, and thirty of a bot. */
  private static final double ANSWERS_ON_TELEGRAM = 0.03;

  private static final double ANSWERS_BY_WEBHOOK = 0.12;

  private final Ledger ledger;
  private final List<Talk> telegram;
  private final List<Talk> line;
  private final List<Talk> webhook;
  private final Random random;
  private final int rate;
  private final int mostOpen;
  private volatile boolean stopped;

  Rush(
      Ledger ledger,
      List<Talk> telegram,
      List<Talk> line,
      List<Talk> webhook,
      long seed,
      int rate,
      int mostOpen) {
    this.ledger = ledger;
    this.telegram = telegram;
    this.line = line;
    this.webhook = webhook;
    this.random = new Random(seed);
    this.rate = rate;
    this.mostOpen = mostOpen;
  }

  /** A bot may write only to those who wrote to it. */
  void greet() throws IOException {
    for (List<Talk> talks : List.of(telegram, line, webhook)) {
      for (Talk talk : talks) {
        ledger.write(talk, Direction.TO_OWNER, random);
      }
    }
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    double due = 0;
    long then = ledger.now();
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      Patience.pass(STEP_MS);
      long now = ledger.now();
      due = Math.min(due + rate * (now - then) / 1_000.0, rate);
      then = now;
      while (due >= 1 && ledger.open() < mostOpen) {
        write();
        due--;
      }
    }
  }

  private void write() {
    double share = random.nextDouble();
    boolean answer = share < ANSWERS_ON_TELEGRAM + ANSWERS_BY_WEBHOOK;
    List<Talk> talks =
        answer
            ? share < ANSWERS_ON_TELEGRAM ? telegram : webhook
            : List.of(telegram, line, webhook).get(random.nextInt(3));
    Talk talk = talks.get(random.nextInt(talks.size()));
    try {
      ledger.write(talk, answer ? Direction.TO_PARTNER : Direction.TO_OWNER, random);
    } catch (IOException e) {
      throw new IllegalStateException("nobody here is away", e);
    }
  }
}
