package dev.kurir.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One saving of route files.
 *
 * @param changes texts by name; null: the file is deleted
 * @param file which one a refusal has to name; empty: any
 * @param line which line; 0: any
 */
record Edit(Map<String, @Nullable String> changes, String file, int line) {
  /** What has to become of an edit. */
  enum Fate {
    /** It runs. */
    TAKEN,
    /** It runs, and then is taken back. */
    RETURNED,
    /** It runs, after its first half has stood there for a moment. */
    HALVED,
    /** It is refused, and then taken back. */
    REFUSED
  }

  static Edit of(Map<String, @Nullable String> changes) {
    return new Edit(changes, "", 0);
  }

  static Edit deleted(String name) {
    Map<String, @Nullable String> changes = new HashMap<>();
    changes.put(name, null);
    return of(changes);
  }

  /** Whether what is told names the file and the line. */
  boolean isNamedBy(List<String> refused) {
    String place = file + ":" + (line == 0 ? "" : line + ":");
    return refused.stream()
        .anyMatch(
            one ->
                one.matches("(?s).+?\\.camel\\.yaml:[1-9][0-9]*: .*")
                    && (file.isEmpty() || one.contains(place)));
  }
}
