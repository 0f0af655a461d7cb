package dev.kurir;

import dev.kurir.growth.Day;
import dev.kurir.growth.DiskSize;
import dev.kurir.growth.Growth;
import dev.kurir.growth.Plan;
import dev.kurir.growth.Report;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code kurir growth}: what a day of messages takes by the originating paper's tables and in this
 * schema, and how long a disk lasts. It measures on a PostgreSQL of its own in a temporary
 * directory; a Kurir that runs is not asked.
 */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = {
      "Tells how a day of messages grows the database, and when a disk is full.",
      "Measures on a PostgreSQL of its own, in a temporary directory that goes afterwards."
    })
final class GrowthCommand implements Callable<Integer> {
  @Option(names = "--owners", description = "How many owners. Default: ${DEFAULT-VALUE}.")
  private int owners = 100;

  @Option(
      names = "--partners",
      description = "Partners an owner, by turns on Telegram and XMPP. Default: ${DEFAULT-VALUE}.")
  private int partners = 2;

  @Option(
      names = "--messages",
      description = "Messages of a partner a day, and as many answers. Default: ${DEFAULT-VALUE}.")
  private int messages = 10;

  @Option(names = "--text", description = "Characters of a text. Default: ${DEFAULT-VALUE}.")
  private int text = 40;

  @Option(
      names = "--disk",
      paramLabel = "SIZE",
      description = "What may be filled: kB, MB, GB, TB or PB. Default: ${DEFAULT-VALUE}.")
  private String disk = "100GB";

  @Option(
      names = "--after",
      paramLabel = "DAYS",
      description = "When a day's messages leave for the archive. Default: ${DEFAULT-VALUE}.")
  private int after = 30;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with charts there.")
  private @Nullable Path html;

  @Option(names = "--directory", description = "Where to work. Default: the system's for such.")
  private @Nullable Path directory;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Plan plan = plan();
    if (html != null && !Files.isDirectory(folder(html))) {
      throw wrong("--html", html.toString(), "a file in a directory that exists");
    }
    Path parent = directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
    if (!Files.isDirectory(parent)) {
      throw wrong("--directory", parent.toString(), "a directory that exists");
    }
    PrintWriter told = spec.commandLine().getErr();
    told.println("Measuring on a PostgreSQL of its own …");
    told.flush();
    Report report = Growth.measure(plan, parent);
    report.print(spec.commandLine().getOut());
    if (html != null) {
      write(report, html);
    }
    return 0;
  }

  private Plan plan() {
    require("--owners", owners, 1_000_000);
    require("--partners", partners, 100);
    require("--messages", messages, 1_000);
    require("--text", text, 4_000);
    require("--after", after, 3_650);
    try {
      return new Plan(
          new Day(owners, partners, messages), text, DiskSize.parse("--disk", disk), after);
    } catch (InvalidFieldException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw wrong(
          option,
          Integer.toString(value),
          String.format(Locale.ROOT, "a number from 1 to %,d", most));
    }
  }

  private ParameterException wrong(String option, String value, String rule) {
    InvalidFieldException error = new InvalidFieldException(option, value, rule);
    return new ParameterException(spec.commandLine(), error.getMessage(), error);
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static void write(Report report, Path file) throws IOException {
    try {
      report.writeHtml(file);
    } catch (IOException e) {
      throw new IOException("--html: " + file + " can't be written: " + e.getMessage(), e);
    }
  }
}
