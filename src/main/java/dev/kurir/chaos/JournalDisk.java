package dev.kurir.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A small disk of its own for Kurir's journal, which can be filled: a tmpfs, where this process may
 * mount one. Not thread-safe.
 */
public final class JournalDisk implements AutoCloseable {
  private final Path directory;
  private final @Nullable String missing;

  private JournalDisk(Path directory, @Nullable String missing) {
    this.directory = directory;
    this.missing = missing;
  }

  /**
   * Mounts it.
   *
   * @param megabytes enough for all that is sent
   */
  public static JournalDisk mount(Path directory, int megabytes) throws IOException {
    Files.createDirectories(directory);
    int ended =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
    return new JournalDisk(
        directory, ended == 0 ? null : "this user may not mount a disk for the journal");
  }

  /** Why there is no such disk; null where there is one. */
  public @Nullable String missing() {
    return missing;
  }

  /** Leaves not a byte free. */
  public void fill() throws IOException {
    byte[] ballast = new byte[1 << 16];
    for (int size = ballast.length; size > 0; size /= 2) {
      try (OutputStream out = Files.newOutputStream(ballast(size))) {
        while (true) {
          out.write(ballast, 0, size);
        }
      } catch (IOException full) {
        // as wanted
      }
    }
  }

  public void empty() throws IOException {
    for (int size = 1 << 16; size > 0; size /= 2) {
      Files.deleteIfExists(ballast(size));
    }
  }

  /** Not a name that the journal reads. */
  private Path ballast(int size) {
    return directory.resolve("ballast-" + size);
  }

  @Override
  public void close() {
    if (missing == null) {
      run("umount", "-l", directory.toString());
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
