package dev.kurir;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.kurir.chaos.Chaos;
import dev.kurir.chaos.Edits;
import dev.kurir.chaos.EditsReport;
import dev.kurir.chaos.Report;
import dev.kurir.message.InvalidFieldException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kurir chaos}: a Kurir of its own under faults, and what became of each message. Ends with
 * 0 only when nothing was lost, shown twice or out of order.
 */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Kills, fills, freezes and delays everything around a Kurir of its own while people write"
            + " through it, then counts every message.")
final class ChaosCommand implements Callable<Integer> {
  private static final java.util.logging.Logger SMACK =
      java.util.logging.Logger.getLogger("org.jivesoftware.smack");

  @Option(names = "--messages", defaultValue = "50000", description = "How many; ${DEFAULT-VALUE}.")
  private int messages;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the plan: the same faults in the same order; ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--rate",
      description = "Messages a second, while not too many are open; 150, with --edits 500.")
  private @Nullable Integer rate;

  @Option(
      names = "--edits",
      paramLabel = "N",
      description =
          "Instead of faults: edit the route files N times, well and badly, while people write.")
  private int edits;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "FAULT",
      description = "Only these, separated by commas: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Labels.class)
  private List<String> faults = new ArrayList<>();

  @Option(names = "--no-xmpp", description = "Leave XMPP out.")
  private boolean withoutXmpp;

  @Option(names = "--keep", description = "Keep logs and data also when all went well.")
  private boolean keep;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result there.")
  private @Nullable Path json;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** For the help. */
  static final class Labels implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Chaos.faults().iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    require("--messages", messages, 100, 1_000_000);
    require("--edits", edits, 0, 10_000);
    int perSecond = rate != null ? rate : edits > 0 ? 500 : 150;
    require("--rate", perSecond, 1, 10_000);
    for (String fault : faults) {
      if (!Chaos.faults().contains(fault)) {
        throw new InvalidFieldException("--faults", fault, String.join(", ", Chaos.faults()));
      }
    }
    quiet("dev.kurir", Level.ERROR);
    quiet("io.vertx", Level.OFF); // connections are broken on purpose
    SMACK.setLevel(java.util.logging.Level.OFF);
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("kurir-chaos-");
    if (edits > 0) {
      return edit(new Edits.Options(edits, seed, perSecond, keep), directory, out);
    }
    Chaos.Options options = new Chaos.Options(messages, seed, perSecond, !withoutXmpp, keep);
    Report report = new Chaos(options, directory, out).run(faults);
    report.print(out);
    if (json != null) {
      report.write(json);
    }
    return report.flawless() ? 0 : 1;
  }

  private int edit(Edits.Options options, Path directory, PrintWriter out) throws Exception {
    Path routes = Path.of(System.getProperty("kurir.home", "."), "routes");
    EditsReport report = new Edits(options, directory, out).run(routes);
    report.print(out);
    if (json != null) {
      report.write(json);
    }
    return report.flawless() ? 0 : 1;
  }

  private static void quiet(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidFieldException(
          name, Integer.toString(value), "a number from " + least + " to " + most);
    }
  }
}
