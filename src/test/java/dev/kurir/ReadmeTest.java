package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.chat.ChatCommand;
import dev.kurir.cli.KurirCommand;
import dev.kurir.routes.RouteRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What README.md says about settings, states, routes and files is so. */
class ReadmeTest {
  private static final Pattern ROUTE_ID =
      Pattern.compile("(?m)^    (?:id|routeId): \"?([a-z0-9-]+)\"?$");

  private final ReadmePage readme = ReadmePage.read();

  @Test
  void settingsAreThoseOfTheCodeWithTheirDefaults() throws IOException {
    Properties shipped = new Properties();
    try (InputStream in = Settings.class.getResourceAsStream("/application.properties")) {
      shipped.load(in);
    }
    Map<String, String> settings = new TreeMap<>();
    for (String key : shipped.stringPropertyNames()) {
      if (key.startsWith("kurir.")) {
        settings.put(key, shipped.getProperty(key));
      }
    }

    assertThat(readme.settings()).isEqualTo(settings);
  }

  @Test
  void everySettingHasItsMeaningAndItsBounds() {
    for (List<String> row : readme.rows("Settings")) {
      assertThat(row.get(1)).as("%s: meaning", row.get(0)).isNotEmpty();
      assertThat(row.get(3)).as("%s: bounds", row.get(0)).isNotEmpty();
    }
  }

  @Test
  void variablesOfTheEnvironmentAreRead() throws IOException {
    StringBuilder code = new StringBuilder(Files.readString(Path.of("kurir")));
    code.append(Files.readString(Path.of("src/main/resources/logback.xml")));
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    Matcher variable = Pattern.compile("`(KURIR_[A-Z_]+)").matcher(readme.section("Settings"));
    Set<String> named = new TreeSet<>();
    while (variable.find()) {
      named.add(variable.group(1));
    }
    named.remove("KURIR_HTTP_PORT"); // the example of how a setting becomes a variable

    assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(code).contains(name));
  }

  @Test
  void statesAreThoseOfTheTables() throws IOException {
    Matcher check =
        Pattern.compile("state\\s+text NOT NULL CHECK \\(state IN \\(([^)]*)\\)\\)")
            .matcher(Files.readString(Path.of("sql/active/V2__messages.sql")));
    assertThat(check.find()).isTrue();
    Set<String> states = new TreeSet<>(Set.of("pending")); // no receipt yet
    for (String state : check.group(1).split(",")) {
      states.add(state.strip().replace("'", ""));
    }

    assertThat(firstColumn("Operate", name -> !name.startsWith("kurir_"))).isEqualTo(states);
  }

  @Test
  void metersAreThoseOfTheCode() throws IOException {
    String code = Files.readString(Path.of("src/main/java/dev/kurir/metrics/Meters.java"));
    Set<String> meters = new TreeSet<>();
    Matcher meter = Pattern.compile("(counter|gauge)\\(\\s*\"(kurir[.a-z]+)\"").matcher(code);
    while (meter.find()) {
      String total = meter.group(1).equals("counter") ? "_total" : "";
      meters.add(meter.group(2).replace('.', '_') + total);
    }

    assertThat(firstColumn("Operate", name -> name.startsWith("kurir_"))).isEqualTo(meters);
  }

  @Test
  void commandsExist() {
    CommandLine kurir =
        KurirCommand.line(
            () -> {
              throw new AssertionError("no command is executed here");
            },
            InputStream.nullInputStream(),
            Map.of(
                "run",
                new RunCommand(),
                "demo",
                new DemoCommand(),
                "bench",
                new BenchCommand(),
                "chaos",
                new ChaosCommand(),
                "growth",
                new GrowthCommand(),
                "chat",
                new ChatCommand(InputStream.nullInputStream())));
    Matcher command =
        Pattern.compile("\\./kurir ([a-z]+)(?: (add|list|remove|check|show|graph))?")
            .matcher(readme.text());
    int found = 0;
    while (command.find()) {
      found++;
      CommandLine known = kurir.getSubcommands().get(command.group(1));
      assertThat(known).as(command.group()).isNotNull();
      if (command.group(2) != null) {
        assertThat(known.getSubcommands()).as(command.group()).containsKey(command.group(2));
      }
    }

    assertThat(found).isPositive();
  }

  @Test
  void journeyNamesTheRoutesThatExist() throws IOException {
    Set<String> routes = new TreeSet<>();
    for (String room : List.of("bridge", "networks", "policies")) {
      for (Path file : RouteRules.filesBeneath(Path.of("routes", room))) {
        Matcher id = ROUTE_ID.matcher(Files.readString(file));
        while (id.find()) {
          routes.add(id.group(1));
        }
      }
    }
    String page =
        readme.section("A message's journey")
            + readme.section("Add a network")
            + readme.section("Change a route")
            + readme.section("The messenger");
    Set<String> named = new TreeSet<>(ReadmePage.code(page));
    named.removeIf(name -> !name.matches("[a-z]+(-[a-z]+)+"));

    assertThat(named).as("routes in README.md").isEqualTo(routes);
  }

  @Test
  void filesAndFoldersExist() {
    Matcher link = Pattern.compile("]\\((?!http)([^)#]+)\\)").matcher(readme.text());
    while (link.find()) {
      assertThat(Path.of(link.group(1))).exists();
    }
    for (List<String> row : readme.rows("Rooms")) {
      for (String folder : ReadmePage.code(row.get(0))) {
        String path =
            folder.startsWith("dev.") ? "src/main/java/" + folder.replace('.', '/') : folder;
        boolean sibling = !path.contains("/") && Files.notExists(Path.of(path));
        assertThat(Path.of(sibling ? "src/main/java/dev/kurir/" + path : path)).exists();
      }
    }
  }

  @Test
  void pageIsShort() {
    assertThat(readme.text().lines().count()).isLessThan(300);
  }

  private Set<String> firstColumn(String heading, Predicate<String> wanted) {
    Set<String> names = new TreeSet<>();
    readme.rows(heading).forEach(row -> names.addAll(ReadmePage.code(row.get(0))));
    names.removeIf(wanted.negate());
    return names;
  }
}
