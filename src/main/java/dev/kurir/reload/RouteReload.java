package dev.kurir.reload;

import dev.kurir.mapping.Replay;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.network.declared.BotRoutes;
import dev.kurir.routes.RouteRules;
import dev.kurir.routes.RouteUnit;
import dev.kurir.routes.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings edits of the route files into the running Kurir. A change is taken when the files stood
 * still for one look: rehearsed as a whole, then swapped in; where anything is wrong nothing
 * changes, and the reasons are told until the files change again.
 *
 * <p>Kurir always runs a version that it has kept, so a start with a bad file runs the one before.
 * Thread-safe.
 */
public final class RouteReload {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

  private static final String RULES = "rules";

  private final RouteFolder directory;
  private final RouteVersions versions;
  private final String build;
  private final Properties settings;
  private final RouteRules rules;
  private final Clock clock;
  private final SortedMap<String, String> none = new TreeMap<>();
  private SortedMap<String, String> running = none;
  private SortedMap<String, String> seen = none;
  private SortedMap<String, String> judged = none;
  private Map<String, RouteUnit> loaded = Map.of();
  private boolean behind;
  private volatile RouteStatus status;
  private final LiveRoutes live = new LiveRoutes();
  private @Nullable Rehearsal rehearsal;
  private @Nullable Networks networks;

  /** Who follows when networks are declared, changed or gone. */
  public interface Networks extends Rehearsal.Further {
    /** The files that were rehearsed run. */
    void follow(CamelContext context) throws Exception;
  }

  /**
   * @param directory where engineers edit
   * @param kept where versions are kept
   * @param build changes with Kurir's code: another one starts with the folder again
   */
  public RouteReload(
      Path directory, Path kept, String build, Properties settings, RouteRules rules, Clock clock)
      throws IOException {
    this.directory = new RouteFolder(directory);
    this.versions = new RouteVersions(kept);
    this.build = build;
    this.settings = settings;
    this.rules = rules;
    this.clock = clock;
    this.status = new RouteStatus(0, clock.instant(), List.of(), List.of(), null);
  }

  /**
   * Chooses what Kurir starts with: what ran last, or at the first start what is in the folder.
   *
   * @return the folder to load
   */
  public synchronized Path choose() throws IOException {
    SortedMap<String, String> texts = directory.read();
    int number = versions.running(build).orElse(0);
    if (number == 0) {
      versions.stage(texts);
      number = versions.number();
    }
    running = RouteVersions.read(versions.folder(number));
    loaded = units(versions.folder(number), running.keySet());
    judged = running;
    report(number, List.of());
    return versions.folder(number);
  }

  /** What {@link #choose} gave is loaded and runs. */
  public synchronized void begin(CamelContext context, Networks following) throws IOException {
    versions.run(status.version(), build);
    report(status.version(), List.of());
    live.begin(context);
    rehearsal = new Rehearsal(context, settings, rules);
    networks = following;
    follow();
  }

  /** Where the files are that run. */
  public Path folder() {
    return versions.folder(status.version());
  }

  /** Makes routes of templates from {@link #begin} on, and lets them follow the files. */
  public BotRoutes botRoutes() {
    return live;
  }

  /** Looks whether files have changed, and takes the change when they stand still. */
  public synchronized void look() {
    try {
      SortedMap<String, String> now = directory.read();
      boolean still = now.equals(seen);
      seen = now;
      if (still && !now.equals(judged)) {
        judged = now;
        judge(now);
      }
      live.tryAgain();
      if (behind) {
        follow();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("routes: can't be read: {}", e.toString());
    }
  }

  /** Whatever a file can do to whoever reads it, Kurir looks on. */
  private void judge(SortedMap<String, String> texts) throws IOException {
    try {
      take(texts);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      LOG.error("routes: version {} stays", status.version(), e);
      report(status.version(), List.of(directory + ":1: camel: can't be loaded: " + e));
    }
  }

  private void take(SortedMap<String, String> texts) throws IOException {
    if (texts.equals(running)) {
      report(status.version(), List.of());
      LOG.info("routes: as version {}, which runs", status.version());
      return;
    }
    List<String> refused = tryOut(texts);
    if (!refused.isEmpty()) {
      refused.forEach(line -> LOG.warn("routes: version {} stays: {}", status.version(), line));
      report(status.version(), refused);
    }
  }

  /** Swaps them in; what is wrong with them if they are not. */
  private List<String> tryOut(SortedMap<String, String> texts) throws IOException {
    Path staged = versions.stage(texts);
    List<Violation> violations = rehearse(staged, texts);
    if (!violations.isEmpty() || networks == null) {
      return directory.told(staged, violations);
    }
    int number = versions.number();
    Path folder = versions.folder(number);
    Map<String, RouteUnit> next = units(folder, texts.keySet());
    Set<String> changed = RouteVersions.changed(running, texts);
    try {
      live.swap(changed, loaded, next);
    } catch (Exception | LinkageError e) {
      List<String> said = directory.told(folder, List.of(blame(e, changed, next, folder)));
      versions.drop(number);
      return said;
    }
    loaded = next;
    running = texts;
    versions.run(number, build);
    report(number, List.of());
    LOG.info("routes: version {} runs, changed: {}", number, String.join(", ", changed));
    follow();
    return List.of();
  }

  /** While the database is away a new network can't join; then it is tried at each look. */
  private void follow() {
    if (networks == null) {
      return;
    }
    try {
      networks.follow(live.context());
      behind = false;
    } catch (Exception e) {
      behind = true;
      LOG.warn("routes: not every network follows yet: {}", e.toString());
    }
  }

  private List<Violation> rehearse(Path folder, SortedMap<String, String> texts)
      throws IOException {
    if (rehearsal == null || networks == null) {
      throw new IllegalStateException("routes: nothing runs yet");
    }
    Map<String, RouteUnit> files = units(folder, texts.keySet());
    Set<String> affected =
        LiveRoutes.affected(RouteVersions.changed(running, texts), loaded, files);
    List<Violation> violations = rehearsal.of(folder, files, affected, networks);
    boolean ruled = affected.stream().anyMatch(file -> inGroup(files.get(file), RULES));
    if (violations.isEmpty() && ruled) {
      try (RuleTrial trial = new RuleTrial(rehearsal, files, Set.of())) {
        violations = trial.contract(files);
      }
    }
    return violations;
  }

  private static boolean inGroup(@Nullable RouteUnit unit, String group) {
    return unit != null && unit.groups().contains(group);
  }

  /** What an exception says about a file, at the line that it names. */
  public static Violation violation(Path file, Throwable failure) {
    return Rehearsal.violation(file, failure);
  }

  /** The changed file that an exception speaks of. */
  private static Violation blame(
      Throwable failure, Set<String> changed, Map<String, RouteUnit> next, Path folder) {
    List<Path> files =
        changed.stream().filter(next::containsKey).map(next::get).map(RouteUnit::path).toList();
    return Rehearsal.violation(files.isEmpty() ? List.of(folder) : files, failure);
  }

  /**
   * What would be said of files before they are saved in place.
   *
   * @param proposed texts by name relative to the routes' folder; the others are as they are there
   */
  public synchronized List<String> check(Map<String, String> proposed) throws IOException {
    SortedMap<String, String> texts = directory.with(directory.read(), proposed);
    Path staged = versions.stage(texts);
    return directory.told(staged, rehearse(staged, texts));
  }

  /** What came of a trial. */
  public record Trial(long messages, long different, long notCalled, List<String> refused) {}

  /**
   * Maps stored messages under the rules that run and under proposed ones, and tells where they
   * differ. Nothing is sent.
   *
   * @param proposed texts by name relative to the routes' folder; the others as they run
   * @param calls schemes that rules may call all the same
   */
  public Trial tryOut(
      Map<String, String> proposed,
      Set<String> calls,
      Instant since,
      Replay replay,
      Consumer<Replay.Difference> told)
      throws IOException, SQLException {
    Map<String, RouteUnit> now;
    Map<String, RouteUnit> then;
    Rehearsal with;
    synchronized (this) {
      SortedMap<String, String> texts = directory.with(running, proposed);
      Path staged = versions.stage(texts);
      List<Violation> violations = rehearse(staged, texts);
      if (!violations.isEmpty()) {
        return new Trial(0, 0, 0, directory.told(staged, violations));
      }
      now = loaded;
      then = units(versions.keep(staged), texts.keySet());
      with = Objects.requireNonNull(rehearsal);
    }
    try (RuleTrial before = new RuleTrial(with, now, calls);
        RuleTrial after = new RuleTrial(with, then, calls)) {
      Replay.Result result = replay.run(since, before.rules(), after.rules(), told);
      return new Trial(result.messages(), result.different(), after.swallowed(), List.of());
    }
  }

  /**
   * Writes proposed files into the routes' folder and takes them.
   *
   * @return what is wrong with them; empty: they run
   */
  public synchronized List<String> promote(Map<String, String> proposed) throws IOException {
    List<String> refused = check(proposed);
    if (!refused.isEmpty()) {
      return refused;
    }
    directory.write(proposed);
    return takeNow();
  }

  private List<String> takeNow() throws IOException {
    seen = directory.read();
    judged = seen;
    judge(seen);
    return status.refused();
  }

  /**
   * Writes a kept version into the routes' folder again and takes it.
   *
   * @param number null: the one before the running one
   * @return what is wrong with it; empty: it runs
   */
  public synchronized List<String> rollback(@Nullable Integer number) throws IOException {
    List<Integer> kept = versions.kept();
    Integer to =
        number != null
            ? number
            : kept.stream().filter(one -> one < status.version()).reduce((a, b) -> b).orElse(null);
    if (to == null || !kept.contains(to)) {
      throw new InvalidFieldException(
          "version",
          number == null ? "none before the running one" : number + "",
          "one of " + kept);
    }
    directory.become(RouteVersions.read(versions.folder(to)));
    return takeNow();
  }

  /** Which files run and what is wrong with others. */
  public RouteStatus status() {
    return status;
  }

  private void report(int number, List<String> refused) throws IOException {
    boolean same = status.version() == number;
    status =
        new RouteStatus(
            number,
            same ? status.since() : clock.instant(),
            versions.kept(),
            refused,
            refused.isEmpty() ? null : clock.instant());
  }

  private static Map<String, RouteUnit> units(Path folder, Set<String> names) {
    Map<String, RouteUnit> units = new TreeMap<>();
    names.forEach(name -> units.put(name, RouteUnit.of(folder.resolve(name))));
    return units;
  }
}
