package dev.kurir.reload;

import dev.kurir.routes.RouteRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The last versions of the route files, each whole in a numbered folder, and which one runs. A
 * version becomes the running one by one atomic renaming, so that a crash leaves the one before or
 * the new one. One process (the data directory is locked), one thread.
 */
final class RouteVersions {
  private static final int KEPT = 10;
  private static final String STAGED = "staged";
  private static final String RUNNING = "running";

  private final Path folder;

  RouteVersions(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** The texts of all route files beneath a folder, by their names relative to it. */
  static SortedMap<String, String> read(Path routes) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Path file : RouteRules.filesBeneath(routes)) {
      texts.put(
          routes.relativize(file).toString().replace('\\', '/'),
          Files.readString(file, StandardCharsets.ISO_8859_1)); // bytes, whatever they are
    }
    return texts;
  }

  /** The names of files that are new, other or gone. */
  static Set<String> changed(Map<String, String> a, Map<String, String> b) {
    Set<String> names = new TreeSet<>(a.keySet());
    names.addAll(b.keySet());
    names.removeIf(name -> Objects.equals(a.get(name), b.get(name)));
    return names;
  }

  /** The version that runs; empty before the first, and after another build's. */
  Optional<Integer> running(String build) throws IOException {
    Path mark = folder.resolve(RUNNING);
    if (!Files.exists(mark)) {
      return Optional.empty();
    }
    String[] said = Files.readString(mark).strip().split(" ", 2);
    int number = Integer.parseInt(said[0]);
    boolean same = said.length == 2 && said[1].equals(build);
    return same && Files.isDirectory(folder(number)) ? Optional.of(number) : Optional.empty();
  }

  /** Where a version's files are. */
  Path folder(int number) {
    return folder.resolve("%06d".formatted(number));
  }

  /** All that are kept, the oldest first. */
  List<Integer> kept() throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.matches("[0-9]{6}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
  }

  /** Writes a version that is still to be tried. */
  Path stage(Map<String, String> texts) throws IOException {
    Path staged = folder.resolve(STAGED);
    delete(staged);
    Files.createDirectories(staged);
    for (Map.Entry<String, String> one : texts.entrySet()) {
      write(staged.resolve(one.getKey()), one.getValue());
    }
    return staged;
  }

  /** Puts the staged files where the next staging leaves them alone; until the next trial. */
  Path keep(Path staged) throws IOException {
    Path trial = folder.resolve("trial");
    delete(trial);
    return Files.move(staged, trial, StandardCopyOption.ATOMIC_MOVE);
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  /** The staged version gets its number; it does not run yet. */
  int number() throws IOException {
    List<Integer> kept = kept();
    int number = kept.isEmpty() ? 1 : kept.get(kept.size() - 1) + 1;
    Files.move(folder.resolve(STAGED), folder(number), StandardCopyOption.ATOMIC_MOVE);
    return number;
  }

  /** From now on this one runs; the oldest are forgotten. */
  void run(int number, String build) throws IOException {
    Path next = folder.resolve(RUNNING + ".next");
    Files.writeString(next, number + " " + build + "\n");
    Files.move(
        next,
        folder.resolve(RUNNING),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    List<Integer> kept = new ArrayList<>(kept());
    kept.remove(Integer.valueOf(number));
    for (int old : kept.subList(0, Math.max(0, kept.size() - (KEPT - 1)))) {
      delete(folder(old));
    }
  }

  /** A version that never ran is forgotten. */
  void drop(int number) throws IOException {
    delete(folder(number));
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
