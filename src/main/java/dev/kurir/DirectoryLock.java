package dev.kurir;

import dev.kurir.message.InvalidFieldException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The data directory, made where it is missing, writable, and held by one Kurir at a time. */
final class DirectoryLock implements Closeable {
  private final FileChannel lock;

  private DirectoryLock(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Takes the directory.
   *
   * @throws InvalidFieldException when it can't be made or written, or another Kurir has it
   */
  static DirectoryLock lock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("kurir.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new InvalidFieldException(
            "kurir.data.directory",
            directory.toString(),
            "a directory of its own for each Kurir; another one runs in this");
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new InvalidFieldException(
          "kurir.data.directory",
          directory + ": " + e.getClass().getSimpleName(),
          "a directory that Kurir's user ("
              + System.getProperty("user.name")
              + ") may make and write in");
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
