package dev.kurir.chaos;

import dev.kurir.chaos.Plan.Planned;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run: people write, faults happen as planned, and at the end everything is judged. Not
 * thread-safe.
 */
public final class Chaos {
  private static final Duration SETTLE_WITHIN = Duration.ofMinutes(6);
  private static final Duration GREET_WITHIN = Duration.ofMinutes(3);
  private static final int MOST_OPEN = 3_000;

  /** A fault shall meet what works, not only what the one before has left. */
  private static final long BETWEEN_MS = 3_000;

  /**
   * What to run.
   *
   * @param messages how many to send, greetings included
   * @param seed of the plan and of who writes what
   * @param rate messages a second at most; fewer, so that the faults are spread over all of them,
   *     and that Telegram, which takes one a second in a chat, is not the bound
   * @param xmpp whether XMPP takes part, where Prosody is installed
   * @param keep whether logs and data stay also when all went well
   */
  public record Options(int messages, long seed, int rate, boolean xmpp, boolean keep) {}

  private final Options options;
  private final Path directory;
  private final PrintWriter out;
  private final List<Happened> timeline = new ArrayList<>();
  private final Map<FaultKind, String> skipped = new LinkedHashMap<>();

  /**
   * Makes it.
   *
   * @param directory for everything it leaves while it runs; empty
   */
  public Chaos(Options options, Path directory, PrintWriter out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
  }

  /** The faults that can be asked for. */
  public static List<String> faults() {
    return java.util.Arrays.stream(FaultKind.values()).map(FaultKind::label).toList();
  }

  /**
   * Runs.
   *
   * @param labels which faults; all of them when empty
   * @throws IOException when what is needed does not start or come back
   */
  public Report run(Collection<String> labels) throws IOException {
    Plan plan = Plan.of(options.seed(), options.messages(), kinds(labels));
    say("Starting PostgreSQL, the sandbox networks and Kurir in %s", directory);
    Stage stage = new Stage(directory, options.xmpp());
    try {
      Report report = run(stage, plan);
      stage.close();
      if (report.flawless() && !options.keep()) {
        stage.forget();
      }
      return report;
    } finally {
      stage.close();
    }
  }

  private static List<FaultKind> kinds(Collection<String> labels) {
    List<FaultKind> kinds = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      if (labels.isEmpty() || labels.contains(kind.label())) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private Report run(Stage stage, Plan plan) throws IOException {
    Ledger ledger = new Ledger();
    int owners = Math.max(2, Math.min(10, options.messages() / 500));
    int partners = Math.max(4, Math.min(500, options.messages() / 8));
    Town town = Town.build(stage, ledger, owners, partners);
    Traffic traffic =
        new Traffic(
            ledger, town, options.seed(), options.messages(), rate(plan, partners), MOST_OPEN);
    traffic.greet();
    Patience.until(() -> ledger.open() == 0, "the greetings to arrive", GREET_WITHIN);
    say(
        "%d owners, %d partners on Telegram, %d on XMPP have met. Seed %d, %d faults to come.",
        owners, partners, town.xmpp().size(), options.seed(), plan.faults().size());
    Thread sending = new Thread(traffic, "chaos-traffic");
    sending.setDaemon(true);
    sending.start();
    Settlement settlement = new Settlement(stage, town, ledger, out);
    try {
      happen(stage, plan, ledger, settlement, sending);
      finish(stage, settlement, sending);
    } finally {
      sending.interrupt();
    }
    say("No more faults; waiting until everything has ended.");
    boolean settled = settlement.await(SETTLE_WITHIN);
    Verdict verdict =
        new Verdict(
            ledger, timeline, note -> note.lineId != null && stage.line.overtook(note.lineId));
    return new Report(
        options,
        plan,
        timeline,
        skipped,
        verdict,
        settled,
        stage.kurir.fellOver(),
        ledger.now(),
        directory);
  }

  /** So that there is something under way at every fault. */
  private int rate(Plan plan, int partners) {
    int even = options.messages() / plan.seconds() + 1;
    return Math.min(options.rate(), Math.min(partners, even));
  }

  private void happen(Stage stage, Plan plan, Ledger ledger, Settlement settlement, Thread sending)
      throws IOException {
    Troubles troubles = new Troubles(stage);
    for (Planned fault : plan.faults()) {
      String missing = troubles.missing(fault.kind());
      if (missing != null) {
        skipped.put(fault.kind(), missing);
        continue;
      }
      long last = timeline.isEmpty() ? 0 : timeline.get(timeline.size() - 1).endMs();
      while ((ledger.sent() < fault.after() && sending.isAlive())
          || ledger.now() < last + BETWEEN_MS) {
        watch(stage, settlement, ledger);
      }
      long begin = ledger.now();
      int sent = ledger.sent();
      String detail = troubles.happen(fault);
      timeline.add(new Happened(fault.kind(), begin, ledger.now(), detail));
      say(
          "  %4d s  %-17s %5.1f s  %6d sent, %4d open  %s",
          begin / 1_000,
          fault.kind().label(),
          (ledger.now() - begin) / 1_000.0,
          sent,
          ledger.open(),
          detail);
    }
  }

  private void finish(Stage stage, Settlement settlement, Thread sending) throws IOException {
    while (sending.isAlive()) {
      watch(stage, settlement, null);
    }
  }

  /** Reported messages are no longer open, or the sender would wait for them. */
  private static void watch(
      Stage stage, Settlement settlement, @org.jspecify.annotations.Nullable Ledger ledger)
      throws IOException {
    stage.kurir.keepAlive();
    Patience.pass(100);
    if (ledger == null || ledger.open() > MOST_OPEN / 2) {
      try {
        settlement.askDeadLetters();
      } catch (IOException notNow) {
        // it is asked again
      }
    }
  }

  private void say(String format, Object... values) {
    out.printf(format + "%n", values);
    out.flush();
  }
}
