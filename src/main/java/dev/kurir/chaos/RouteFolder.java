package dev.kurir.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy of the shipped route files, in which one edits. One thread. */
final class RouteFolder {
  private static final String SUFFIX = ".camel.yaml";
  private final Path folder;
  private final SortedMap<String, String> texts = new TreeMap<>();

  RouteFolder(Path shipped, Path folder) throws IOException {
    this.folder = folder;
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        texts.put(shipped.relativize(file).toString(), Files.readString(file));
      }
    }
    for (Map.Entry<String, String> one : texts.entrySet()) {
      write(one.getKey(), one.getValue());
    }
  }

  Path path() {
    return folder;
  }

  /** The names of the files beneath a room, such as {@code policies/}. */
  List<String> names(String room) {
    return texts.keySet().stream().filter(name -> name.startsWith(room)).toList();
  }

  /** One of the files beneath a room. */
  String any(Random random, String room) {
    List<String> names = names(room);
    return names.get(random.nextInt(names.size()));
  }

  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  /** Whether saving these would change nothing. */
  boolean holds(Map<String, @Nullable String> changes) {
    return changes.entrySet().stream()
        .allMatch(change -> Objects.equals(texts.get(change.getKey()), change.getValue()));
  }

  /**
   * Saves what an editor would.
   *
   * @param changes texts by name; null: the file is deleted
   * @return what takes it back
   */
  Map<String, @Nullable String> save(Map<String, @Nullable String> changes) throws IOException {
    Map<String, @Nullable String> back = new HashMap<>();
    for (Map.Entry<String, @Nullable String> change : changes.entrySet()) {
      String name = change.getKey();
      String text = change.getValue();
      back.put(name, texts.get(name));
      if (text == null) {
        texts.remove(name);
        Files.deleteIfExists(folder.resolve(name));
      } else {
        texts.put(name, text);
        write(name, text);
      }
    }
    return back;
  }

  /** Writes only the beginning, as an editor that has not come further. */
  void begin(String name, String text) throws IOException {
    write(name, text.substring(0, text.length() / 2));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
