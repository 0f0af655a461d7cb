package dev.kurir.chaos;

import dev.kurir.chaos.Plan.Planned;
import dev.kurir.sandbox.Fault;
import dev.kurir.sandbox.Faults;
import dev.kurir.sandbox.LineDisorder;
import dev.kurir.sandbox.Prosody;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes the faults happen, and ends them. Not thread-safe. */
final class Troubles {
  private static final Duration JUMP = Duration.ofHours(2);
  private final Stage stage;

  Troubles(Stage stage) {
    this.stage = stage;
  }

  /** Why a fault is not possible here; null where it is. */
  @Nullable String missing(FaultKind kind) {
    return switch (kind) {
      case FULL_DISK -> stage.disk.missing();
      case BLACK_HOLE, KILL_XMPP -> stage.prosody == null ? "there is no Prosody" : null;
      default -> null;
    };
  }

  /**
   * Does it, from its begin to its end.
   *
   * @return what was chosen, for the timeline
   */
  String happen(Planned fault) throws IOException {
    Random random = new Random(fault.seed());
    int time = fault.milliseconds();
    return switch (fault.kind()) {
      case KILL_KURIR -> kurir(true, time, random.nextBoolean());
      case STOP_KURIR -> kurir(false, time, false);
      case STOP_DATABASE -> database(stage.postgres::stop, stage.postgres::start, time);
      case KILL_DATABASE -> database(stage.postgres::kill, stage.postgres::start, time);
      case FREEZE_DATABASE -> database(stage.postgres::freeze, stage.postgres::thaw, time);
      case KILL_BOTH -> both(time);
      case FULL_DISK -> database(stage.disk::fill, stage.disk::empty, time);
      case TIME_OUTS -> timeOuts(time, random);
      case RATE_LIMITS -> rateLimits(time, random);
      case SERVER_ERRORS -> serverErrors(time, random);
      case RESETS -> resets(time);
      case BLACK_HOLE -> xmpp(Prosody::freeze, Prosody::thaw, time);
      case KILL_XMPP -> xmpp(Prosody::kill, Prosody::restart, time);
      case CLOCK_JUMPS -> clock(time, random, false);
      case KILL_WRONG_CLOCK -> clock(time, random, true);
      case WEBHOOKS -> webhooks(time, random);
    };
  }

  private interface Act {
    void act() throws IOException;
  }

  private interface XmppAct {
    void act(Prosody prosody) throws IOException;
  }

  private String kurir(boolean killed, int time, boolean polls) throws IOException {
    if (killed) {
      stage.kurir.kill();
    } else {
      stage.kurir.stop();
    }
    Patience.pass(time);
    stage.kurir.polls(polls);
    stage.kurir.start();
    stage.kurir.awaitReady();
    return polls ? "then polls Telegram" : "then by webhooks";
  }

  private static String database(Act begin, Act end, int time) throws IOException {
    begin.act();
    try {
      Patience.pass(time);
    } finally {
      end.act();
    }
    return "";
  }

  private String both(int time) throws IOException {
    stage.postgres.kill();
    Patience.pass(time / 2);
    stage.kurir.kill();
    stage.kurir.start();
    Patience.pass(time);
    stage.postgres.start();
    stage.kurir.awaitReady();
    return "";
  }

  private String xmpp(XmppAct begin, XmppAct end, int time) throws IOException {
    Prosody prosody = stage.prosody;
    if (prosody == null) {
      throw new IOException("there is no Prosody");
    }
    return database(() -> begin.act(prosody), () -> end.act(prosody), time);
  }

  private List<Faults> clouds() {
    return List.of(stage.line.faults(), stage.telegram.faults());
  }

  /** Lets it go on for its time, then heals the clouds. */
  private String heal(int time, String what) {
    Patience.pass(time);
    clouds().forEach(Faults::clear);
    return what;
  }

  private String timeOuts(int time, Random random) {
    for (Faults cloud : clouds()) {
      cloud.next(1 + random.nextInt(3), Fault.HANG);
      cloud.next(1 + random.nextInt(3), Fault.HANG_AFTER_PROCESSING);
      cloud.often(0.2, Fault.LATE, random.nextLong());
    }
    return heal(time, "late, or never");
  }

  private String rateLimits(int time, Random random) {
    double share = 0.4 + 0.5 * random.nextDouble();
    int wait = 1 + random.nextInt(4);
    for (Faults cloud : clouds()) {
      cloud.retryAfter(Duration.ofSeconds(wait));
      cloud.often(share, Fault.RATE_LIMIT, random.nextLong());
    }
    return heal(time, Math.round(100 * share) + " %, wait " + wait + " s");
  }

  private String serverErrors(int time, Random random) {
    for (Faults cloud : clouds()) {
      cloud.often(0.3, Fault.SERVER_ERROR, random.nextLong());
      cloud.often(0.2, Fault.BAD_GATEWAY, random.nextLong());
    }
    stage.line.faults().often(0.2, Fault.SERVER_ERROR_AFTER_PROCESSING, random.nextLong());
    return heal(time, "500, 502");
  }

  private String resets(int time) {
    for (Faults cloud : clouds()) {
      cloud.next(5, Fault.RESET);
      cloud.next(5, Fault.RESET_AFTER_PROCESSING);
    }
    return heal(time, "10 from each cloud");
  }

  /** Some are told to wait by the wrong clock, and wait on by the right one. */
  private String clock(int time, Random random, boolean killed) throws IOException {
    Duration jump = random.nextBoolean() ? JUMP : JUMP.negated();
    stage.clock.shift(jump);
    clouds().forEach(cloud -> cloud.next(10, Fault.RATE_LIMIT));
    Patience.pass(time);
    if (killed) {
      stage.kurir.kill();
    }
    stage.clock.shift(Duration.ZERO);
    if (killed) {
      stage.kurir.start();
      stage.kurir.awaitReady();
    }
    return (jump.isNegative() ? "back" : "ahead") + " 2 h";
  }

  private String webhooks(int time, Random random) {
    stage.line.disorder(new LineDisorder(0.3, 5, random.nextLong()));
    stage.telegram.repeatWebhooks(0.3, random.nextLong());
    Patience.pass(time);
    stage.line.disorder(null);
    stage.telegram.repeatWebhooks(0, 0);
    return "30 % twice, the next of 5";
  }
}
