package dev.kurir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Stream;

/** Which build of Kurir this is. */
final class Build {
  private Build() {}

  /** Changes with the code: the time of the jar's, or of the newest class of this package. */
  static String mark() throws IOException {
    CodeSource source = Build.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "unknown";
    }
    try {
      Path code = Path.of(source.getLocation().toURI());
      if (!Files.isDirectory(code)) {
        return "jar-" + Files.getLastModifiedTime(code).toMillis() + "-" + Files.size(code);
      }
      long newest = 0;
      try (Stream<Path> classes = Files.list(code.resolve("dev/kurir"))) {
        for (Path type : classes.toList()) {
          newest = Math.max(newest, Files.getLastModifiedTime(type).toMillis());
        }
      }
      return "classes-" + newest;
    } catch (URISyntaxException e) {
      throw new IOException("where Kurir's code is can't be told: " + e.getMessage(), e);
    }
  }
}
