package dev.kurir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** README.md as tests read it: sections, tables and the names in code type. */
public final class ReadmePage {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private final String text;

  private ReadmePage(String text) {
    this.text = text;
  }

  public static ReadmePage read() {
    try {
      return new ReadmePage(Files.readString(Path.of("README.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text() {
    return text;
  }

  /** The text under a heading of the second level. */
  public String section(String heading) {
    Matcher section =
        Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "$(.*?)(?=^## |\\z)").matcher(text);
    if (!section.find()) {
      throw new AssertionError("README.md: no section \"" + heading + '"');
    }
    return section.group(1);
  }

  /** The rows of a section's tables, without head and rule. */
  public List<List<String>> rows(String heading) {
    List<List<String>> rows = new ArrayList<>();
    boolean body = false;
    for (String line : section(heading).lines().toList()) {
      if (!line.startsWith("|")) {
        body = false;
      } else if (line.startsWith("|--") || line.startsWith("| --")) {
        body = true;
      } else if (body) {
        rows.add(
            List.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)).stream()
                .map(String::strip)
                .toList());
      }
    }
    return rows;
  }

  /** The documented settings with their defaults; an empty default is an empty text. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    for (List<String> row : rows("Settings")) {
      List<String> keys = code(row.get(0));
      List<String> defaults = code(row.get(2));
      for (String key : keys) {
        if (key.startsWith("kurir.")) {
          settings.put(key, defaults.isEmpty() ? "" : defaults.get(0));
        }
      }
    }
    return settings;
  }

  /** Everything in code type in a text. */
  public static List<String> code(String text) {
    return CODE.matcher(text.replaceAll("(?s)```.*?```", ""))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
