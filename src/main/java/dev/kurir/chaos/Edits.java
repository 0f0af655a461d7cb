package dev.kurir.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run: people write while the route files of a Kurir of its own are edited, well and badly, and
 * at the end everything is judged. Not thread-safe.
 */
public final class Edits {
  private static final Duration GREET_WITHIN = Duration.ofMinutes(2);
  private static final Duration SETTLE_WITHIN = Duration.ofMinutes(6);
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(60);
  private static final int OWNERS = 10;
  private static final int TELEGRAM_PARTNERS = 200;
  private static final int PARTNERS_EACH = 10;
  private static final long HALF_MS = 150;
  private static final Pattern EXCHANGES =
      Pattern.compile("(?m)^camel_exchanges_total\\{.*?routeId=\"([^\"]+)\".*?} ([0-9.E+]+)$");

  /**
   * What to run.
   *
   * @param edits how many
   * @param seed of the edits and of who writes what
   * @param rate messages a second
   * @param keep whether logs and data stay also when all went well
   */
  public record Options(int edits, long seed, int rate, boolean keep) {}

  private final Options options;
  private final Path directory;
  private final PrintWriter out;
  private final EditsReport report;
  private Map<String, Double> counted = new HashMap<>();

  /**
   * Makes it.
   *
   * @param directory for everything it leaves while it runs; empty
   */
  public Edits(Options options, Path directory, PrintWriter out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
    this.report = new EditsReport(options, directory);
  }

  /**
   * Runs.
   *
   * @param routes the shipped route files
   * @throws IOException when what is needed does not start
   */
  public EditsReport run(Path routes) throws IOException {
    out.printf("Starting PostgreSQL, the sandbox networks and Kurir in %s%n", directory);
    out.flush();
    RouteFolder folder = new RouteFolder(routes, directory.resolve("routes"));
    Stage stage = new Stage(directory, Map.of("kurir.routes.directory", folder.path().toString()));
    try {
      run(stage, folder);
      stage.close();
      if (report.flawless() && !options.keep()) {
        stage.forget();
      }
      return report;
    } finally {
      stage.close();
    }
  }

  private void run(Stage stage, RouteFolder folder) throws IOException {
    stage.telegram.paced(false);
    Ledger ledger = new Ledger();
    HookApplication application = new HookApplication(ledger);
    stage.also(application);
    Town town = Town.build(stage, ledger, OWNERS, TELEGRAM_PARTNERS);
    Rush rush =
        new Rush(
            ledger,
            town.telegram(),
            town.line(PARTNERS_EACH),
            town.webhook(application, PARTNERS_EACH),
            options.seed(),
            options.rate(),
            options.rate() * 20);
    rush.greet();
    Patience.until(() -> ledger.open() == 0, "the greetings to arrive", GREET_WITHIN);
    Thread writing = new Thread(rush, "edits-rush");
    writing.setDaemon(true);
    long begun = ledger.now();
    int greeted = ledger.sent();
    writing.start();
    report.before(stage.kurir);
    seen = said(stage.kurir.api().get("/route-files"));
    edit(stage, folder, ledger);
    report.after(stage.kurir, ledger.sent() - greeted, ledger.now() - begun);
    rush.stop();
    out.println("No more edits; waiting until everything has ended.");
    out.flush();
    boolean settled = new Settlement(stage, town, ledger, out).await(SETTLE_WITHIN);
    report.judge(new Verdict(ledger, List.of(), note -> false), settled, stage.kurir.fellOver());
    report.answers(stage.line.webhookAnswers());
    report.answers(stage.telegram.webhookAnswers());
    report.answers(application.answers());
  }

  private void edit(Stage stage, RouteFolder folder, Ledger ledger) throws IOException {
    Random random = new Random(options.seed());
    EditKind[] kinds = EditKind.values();
    List<EditKind> round = new ArrayList<>();
    for (int i = 1; i <= options.edits(); i++) {
      if (round.isEmpty()) {
        round.addAll(List.of(kinds));
        java.util.Collections.shuffle(round, random);
      }
      EditKind kind = round.remove(round.size() - 1);
      long before = ledger.now();
      Edit edit = kind.write(folder, random, i);
      while (folder.holds(edit.changes())) {
        edit = kind.write(folder, random, i); // by chance it was what is there
      }
      String said = edit(stage.kurir.api(), folder, kind, edit);
      watchMeters(stage.kurir, kind.fate() == Edit.Fate.RETURNED);
      out.printf(
          "%4d %-15s %6d ms  %5d open  %s%n",
          i, kind.label(), ledger.now() - before, ledger.open(), said);
      out.flush();
    }
  }

  private String edit(KurirApi api, RouteFolder folder, EditKind kind, Edit edit)
      throws IOException {
    String names = String.join(", ", edit.changes().keySet());
    if (kind.fate() == Edit.Fate.HALVED) {
      folder.begin(edit.file(), String.valueOf(edit.changes().get(edit.file())));
      Patience.pass(HALF_MS);
    }
    Map<String, @Nullable String> back = folder.save(new HashMap<>(edit.changes()));
    Decision decision = decided(api);
    boolean bad = kind.fate() == Edit.Fate.REFUSED;
    report.decided(kind, decision.taken(), decision.milliseconds());
    if (decision.taken() == bad) {
      report.fail(kind.label() + " " + names + ": " + decision);
    } else if (bad && !edit.isNamedBy(decision.refused())) {
      report.fail(
          kind.label() + " " + names + ":" + edit.line() + ": not named by " + decision.refused());
    }
    if (kind.fate() == Edit.Fate.RETURNED || bad || !decision.taken()) {
      folder.save(back);
      Decision returned = decided(api);
      if (!returned.taken()) {
        report.fail(kind.label() + " " + names + " taken back: " + returned);
      } else if (decision.taken()) {
        report.decided(kind, true, returned.milliseconds());
      }
    }
    return names + (bad ? ": " + decision.refused().stream().findFirst().orElse("") : "");
  }

  /** What became of a saving. */
  private record Decision(boolean taken, List<String> refused, long milliseconds) {}

  private String seen = "";

  /** Waits until Kurir says something else than before. */
  private Decision decided(KurirApi api) throws IOException {
    long begun = System.nanoTime();
    JsonNode[] now = new JsonNode[1];
    String before = seen;
    Patience.until(
        () -> {
          now[0] = api.get("/route-files");
          seen = said(now[0]);
          return !seen.equals(before);
        },
        "Kurir to decide about an edit",
        DECIDED_WITHIN);
    List<String> refused = new ArrayList<>();
    now[0].path("refused").forEach(one -> refused.add(one.asText()));
    return new Decision(refused.isEmpty(), refused, (System.nanoTime() - begun) / 1_000_000);
  }

  private static String said(JsonNode status) {
    return status.path("version").asText() + " " + status.path("refusedAt").asText();
  }

  /**
   * A route's meters go on counting, however often it is replaced.
   *
   * @param gone whether a route was away, and its meters with it
   */
  private void watchMeters(KurirProcess kurir, boolean gone) throws IOException {
    Map<String, Double> now = new HashMap<>();
    Matcher line = EXCHANGES.matcher(kurir.metrics());
    while (line.find()) {
      now.merge(line.group(1), Double.parseDouble(line.group(2)), Double::sum);
    }
    Set<String> both = new HashSet<>(now.keySet());
    both.retainAll(counted.keySet());
    for (String route : both) {
      if (!gone && now.getOrDefault(route, 0.0) < counted.getOrDefault(route, 0.0)) {
        report.fail("the meters of " + route + " began again");
      }
    }
    counted = now;
  }
}
