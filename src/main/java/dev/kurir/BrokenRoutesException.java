package dev.kurir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Camel does not start; the message is one line with the reason and, where one is bad, the file.
 */
final class BrokenRoutesException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern ROUTE = Pattern.compile("create route:? ([\\w-]+)");
  private static final String SUFFIX = ".camel.yaml";

  private BrokenRoutesException(String message, Exception cause) {
    super(message, cause);
  }

  /**
   * Explains why Camel does not start.
   *
   * @param directory where the route files are
   */
  static BrokenRoutesException of(Path directory, Exception failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String said = String.valueOf(failure.getMessage());
    String reason = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    String whole = said.contains(reason) ? said : said + ": " + reason;
    String named = (file(directory, whole) + whole).strip().replaceAll("\\s+", " ");
    return new BrokenRoutesException(
        named.contains(SUFFIX)
            ? named + " (expected: route files that `kurir routes check` accepts)"
            : named,
        failure);
  }

  /** The file that a route is named after, where the reason names none. */
  private static String file(Path directory, String reason) {
    Matcher route = ROUTE.matcher(reason);
    if (reason.contains(SUFFIX) || !route.find()) {
      return "";
    }
    String name = route.group(1) + SUFFIX;
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.endsWith(name))
          .findFirst()
          .map(file -> file + ": ")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
