package dev.kurir.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The networks' published specifications, in a folder beside the project where there is one. */
public final class Specifications {
  private static final Path FOLDER = Path.of("..", "shared", "specs");

  private Specifications() {}

  /** Whether the folder is there. */
  public static boolean present() {
    return Files.isDirectory(FOLDER);
  }

  /** A file of the folder: {@code line/messaging-poly.yml}. */
  public static Path file(String name) {
    return FOLDER.resolve(name);
  }

  /** Skips the test, saying why, where the folder is absent. */
  public static void assumePresent() {
    Assumptions.assumeTrue(present(), absent());
  }

  static String absent() {
    return FOLDER + " is absent: nothing is judged by the published specifications";
  }
}
