package dev.kurir.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules that route files keep beyond what Camel checks when it starts. Camel starts silently
 * with a {@code direct:} to nobody, an unknown failure policy and a misspelt variable; these rules
 * do not let such a file through. Says nothing about beans, which exist only in a running Kurir.
 *
 * <p>Immutable and thread-safe; reads files at each check.
 */
public final class RouteRules {
  private final List<Rule> rules;

  /**
   * @param settings the documented keys, which may stand as {@code {{key}}}
   * @param sql the folder with {@code queries}; empty: it isn't checked that a statement exists
   */
  public RouteRules(Set<String> settings, Optional<Path> sql) {
    this.rules =
        List.of(
            new SchemaRule(),
            new NamingRule(),
            new SizeRule(),
            new ReferenceRule(settings),
            new ContentRule(sql));
  }

  /**
   * The rules for the routes of an installed Kurir: its settings are the documented ones.
   *
   * @param home Kurir's directory
   */
  public static RouteRules of(Path home) {
    Properties settings = new Properties();
    try (InputStream in = RouteRules.class.getResourceAsStream("/application.properties")) {
      settings.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RouteRules(
        settings.stringPropertyNames(),
        Optional.of(home.resolve("sql")).filter(Files::isDirectory));
  }

  /** Checks every route file beneath a folder. */
  public List<Violation> check(Path folder) throws IOException {
    return check(filesBeneath(folder), List.of());
  }

  /**
   * Checks files as if they stood among others.
   *
   * @param neighbours what Camel loads besides; a neighbour of the same name is taken as an older
   *     version of the checked file. Nothing is said about neighbours.
   */
  public List<Violation> check(Collection<Path> checked, Collection<Path> neighbours) {
    Findings findings = new Findings();
    List<RouteFile> files = new ArrayList<>();
    Set<Path> names = new LinkedHashSet<>();
    for (Path path : checked) {
      files.add(RouteFile.read(path, findings));
      names.add(path.getFileName());
    }
    List<RouteFile> all = new ArrayList<>(files);
    for (Path path : neighbours) {
      if (!names.contains(path.getFileName())) {
        all.add(RouteFile.read(path, new Findings()));
      }
    }
    RouteSet set = new RouteSet(all);
    for (RouteFile file : files) {
      rules.forEach(rule -> rule.check(file, set, findings));
    }
    return findings.sorted();
  }

  /** Every {@code *.camel.yaml} beneath a folder, in order of the paths. */
  public static List<Path> filesBeneath(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(p -> p.toString().endsWith(RouteFile.SUFFIX)).sorted().toList();
    }
  }
}
