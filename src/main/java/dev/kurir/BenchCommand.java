package dev.kurir;

import dev.kurir.bench.Bench;
import dev.kurir.bench.BenchedKurir;
import dev.kurir.bench.Plan;
import dev.kurir.bench.Report;
import dev.kurir.bench.SinkNetwork;
import dev.kurir.database.DatabaseAddress;
import dev.kurir.message.NetworkName;
import dev.kurir.network.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code kurir bench}: measures Kurir beside plain pipelines, in a directory and databases of its
 * own.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = BenchCommand.Serve.class,
    description = {
      "Measures Kurir side by side with plain pipelines on the configured database.",
      "Only ratios of one run compare: absolute figures are this machine's of this moment."
    })
final class BenchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODE", arity = "0..*", description = "What to measure. Default: all.")
  private List<String> modes = List.of();

  @Option(names = "--pairs", description = "Alternations of a mode. Default: ${DEFAULT-VALUE}.")
  private int pairs = 5;

  @Option(names = "--messages", description = "Messages a run. Default: ${DEFAULT-VALUE}.")
  private int messages = 200_000;

  @Option(
      names = "--rate",
      description = "Messages a second for latency. Default: ${DEFAULT-VALUE}.")
  private int rate = 1000;

  @Option(names = "--seconds", description = "Length of such a run. Default: ${DEFAULT-VALUE}.")
  private int seconds = 15;

  @Option(
      names = "--rows",
      description = "Finished messages for growth. Default: ${DEFAULT-VALUE}.")
  private int rows = 10_000_000;

  @Option(names = "--owners", description = "Owners of a sink. Default: ${DEFAULT-VALUE}.")
  private int owners = 200;

  @Option(names = "--partners", description = "Partners an owner. Default: ${DEFAULT-VALUE}.")
  private int partners = 10;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with charts there.")
  private @Nullable Path html;

  @Option(names = "--directory", description = "Where to work. Default: the system's for such.")
  private @Nullable Path directory;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter told = spec.commandLine().getErr();
    Path own =
        directory == null
            ? Files.createTempDirectory("kurir-bench-")
            : Files.createTempDirectory(directory, "kurir-bench-");
    try {
      Settings settings = RunCommand.settings();
      Report report =
          Bench.run(
              modes,
              new Plan(
                  pairs,
                  messages,
                  rate,
                  seconds,
                  rows,
                  owners,
                  partners,
                  own(),
                  settings.path("kurir.routes.directory"),
                  java(settings),
                  own,
                  line -> {
                    told.println(line);
                    told.flush();
                  }),
              configured(settings));
      report.print(out);
      if (json != null) {
        report.writeJson(json);
      }
      if (html != null) {
        report.writeHtml(html);
      }
      return report.passed() ? 0 : 1;
    } finally {
      delete(own);
    }
  }

  private static @Nullable DatabaseAddress configured(Settings settings) {
    return settings
        .optional("kurir.database.url")
        .map(
            url ->
                new DatabaseAddress(
                    url,
                    settings.optional("kurir.database.username").orElse("kurir"),
                    settings.optional("kurir.database.password").orElse("")))
        .orElse(null);
  }

  /** Nothing of the user's is served or touched. */
  private static Map<String, String> own() {
    return Map.of(
        "kurir.secret.key-file",
        "",
        "kurir.passive.url",
        "",
        "kurir.http.bind",
        "127.0.0.1",
        "kurir.http.public-url",
        "",
        "kurir.management.bind",
        "127.0.0.1");
  }

  /** As the launcher starts a server. */
  private static List<String> java(Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of("-Xms32m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8"));
    String options = System.getenv().getOrDefault("KURIR_JAVA_OPTS", "").strip();
    if (!options.matches(".*-XX:\\+Use\\w+GC.*")) {
      command.add("-XX:+UseSerialGC");
    }
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split("\\s+")));
    }
    command.add("-Dkurir.home=" + settings.text("kurir.home"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Kurir.class.getName()));
    return command;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The process in which the bench's Kurir lives; obeys the bench over its standard input. */
  @Command(name = "serve", hidden = true, description = "The Kurir that is measured.")
  static final class Serve implements Callable<Integer> {
    @Parameters(paramLabel = "SINK", arity = "0..*", description = "Names of sink networks.")
    private List<String> names = List.of();

    @Option(names = "--owners", description = "Owners of a sink.")
    private int owners;

    @Option(names = "--partners", description = "Partners an owner.")
    private int partners;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      Settings settings = RunCommand.settings();
      DatabaseAddress active = configured(settings);
      if (active == null) {
        throw new IllegalStateException("kurir.database.url: empty (expected: the bench's)");
      }
      Map<String, SinkNetwork> sinks = new LinkedHashMap<>();
      names.forEach(name -> sinks.put(name, new SinkNetwork(new NetworkName(name))));
      try (Bridge bridge =
          Bridge.start(
              settings,
              (own, bookmarks, alarms, clock) -> {
                List<Network> all =
                    new ArrayList<>(ShippedNetworks.of(own, bookmarks, alarms, clock));
                all.addAll(sinks.values());
                return all;
              })) {
        BenchedKurir benched =
            BenchedKurir.populate(
                sinks.values(),
                active,
                URI.create("http://127.0.0.1:" + settings.port("kurir.http.port")),
                Files.readString(settings.data().resolve("admin.token")).strip(),
                owners,
                partners);
        benched.serve(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            spec.commandLine().getOut());
      }
      return 0;
    }
  }
}
