package dev.kurir.journal;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The journal's files: {@code <number, 12 digits>.jsonl} in one directory, mode 0700; those that
 * are stored may be compressed, {@code .jsonl.gz}. Where a crash left both, the first is meant.
 */
final class Segments {
  private static final String SUFFIX = ".jsonl";
  private static final String COMPRESSED = SUFFIX + ".gz";
  private static final Pattern NAME = Pattern.compile("(\\d{12})\\.jsonl(\\.gz)?");
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
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          numbers.add(Long.parseLong(name.group(1)));
        }
      }
    }
    return numbers;
  }

  private Path compressed(long number) {
    return directory.resolve(String.format("%012d", number) + COMPRESSED);
  }

  /** When a segment was written last. */
  FileTime writtenAt(long number) throws IOException {
    Path file = file(number);
    return Files.getLastModifiedTime(Files.exists(file) ? file : compressed(number));
  }

  void delete(long number) throws IOException {
    Files.deleteIfExists(file(number));
    Files.deleteIfExists(compressed(number));
  }

  boolean isCompressed(long number) {
    return !Files.exists(file(number));
  }

  /** Makes a segment small that nobody is expected to read; keeps its time. */
  void compress(long number) throws IOException {
    Path file = file(number);
    if (!Files.exists(file)) {
      return;
    }
    rewrite(file, compressed(number), in -> in, GZIPOutputStream::new);
  }

  /** Makes a compressed segment readable again; others are as they are. */
  void expand(long number) throws IOException {
    Path small = compressed(number);
    if (!Files.exists(file(number)) && Files.exists(small)) {
      rewrite(small, file(number), GZIPInputStream::new, out -> out);
    }
  }

  /** How a file is read. */
  private interface Reading {
    InputStream of(InputStream file) throws IOException;
  }

  /** How a file is written. */
  private interface Writing {
    OutputStream of(OutputStream file) throws IOException;
  }

  /** The old file goes when the new one is on disk as a whole. */
  private static void rewrite(Path from, Path to, Reading reading, Writing writing)
      throws IOException {
    Path draft = to.resolveSibling(to.getFileName() + ".new");
    try (FileOutputStream file = new FileOutputStream(draft.toFile())) {
      try (InputStream in = reading.of(Files.newInputStream(from));
          OutputStream out = writing.of(new BufferedOutputStream(new KeptOpen(file)))) {
        in.transferTo(out);
      }
      file.getFD().sync();
    }
    Files.setLastModifiedTime(draft, Files.getLastModifiedTime(from));
    Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(from);
  }

  /** A file that stays open when what writes to it is closed, so that it can be synced. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  Path directory() {
    return directory;
  }
}
