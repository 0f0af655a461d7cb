package dev.kurir.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The journal's files: {@code <number, 12 digits>.jsonl} in one directory, mode 0700. */
final class Segments {
  private static final String SUFFIX = ".jsonl";
  private final Path directory;

  Segments(Path directory) throws IOException {
    this.directory = directory;
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  Path file(long number) {
    return directory.resolve(String.format("%012d", number) + SUFFIX);
  }

  /** The numbers of all segments, oldest first. */
  NavigableSet<Long> numbers() throws IOException {
    NavigableSet<Long> numbers = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String digits = name.substring(0, name.length() - SUFFIX.length());
        if (digits.matches("\\d{12}")) {
          numbers.add(Long.parseLong(digits));
        }
      }
    }
    return numbers;
  }

  Path directory() {
    return directory;
  }
}
