package dev.kurir.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Everybody writing, at a steady rate and with a bound on what has not ended, until the number is
 * reached.
 */
final class Traffic implements Runnable {
  private static final long STEP_MS = 20;
  private static final double XMPP_SHARE = 0.08;

  private final Ledger ledger;
  private final Town town;
  private final Random random;
  private final int messages;
  private final int rate;
  private final int mostOpen;

  /**
   * @param messages where to stop, greetings included
   * @param rate a second
   * @param mostOpen how many may be under way
   */
  Traffic(Ledger ledger, Town town, long seed, int messages, int rate, int mostOpen) {
    this.ledger = ledger;
    this.town = town;
    this.random = new Random(seed);
    this.messages = messages;
    this.rate = rate;
    this.mostOpen = mostOpen;
  }

  /** A bot may write only to those who wrote to it, and Kurir knows only those. */
  void greet() throws IOException {
    for (List<Talk> talks : List.of(town.telegram(), town.xmpp())) {
      for (Talk talk : talks) {
        ledger.write(talk, Direction.TO_OWNER, random);
      }
    }
  }

  @Override
  public void run() {
    double due = 0;
    while (ledger.sent() < messages && !Thread.currentThread().isInterrupted()) {
      Patience.pass(STEP_MS);
      due = Math.min(due + rate * STEP_MS / 1_000.0, rate);
      while (due >= 1 && ledger.sent() < messages && ledger.open() < mostOpen) {
        write();
        due--;
      }
    }
  }

  private void write() {
    boolean jabber = !town.xmpp().isEmpty() && random.nextDouble() < XMPP_SHARE;
    List<Talk> talks = jabber ? town.xmpp() : town.telegram();
    Talk talk = talks.get(random.nextInt(talks.size()));
    Direction direction = random.nextBoolean() ? Direction.TO_OWNER : Direction.TO_PARTNER;
    if (direction == Direction.TO_OWNER && !talk.partner.online()) {
      return; // nobody writes without their server
    }
    try {
      ledger.write(talk, direction, random);
    } catch (IOException e) {
      // it went away just now: whether it had the message is in its archive
    }
  }
}
