package dev.kurir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Overwrites texts in the journal's files with spaces, in their place: every line keeps its length,
 * so that positions stay right, also in the segment that is being written. What is overwritten must
 * be in the database already. Thread-safe; one at a time.
 */
final class JournalErasure {
  private static final byte[] TEXT = ",\"text\":\"".getBytes(StandardCharsets.UTF_8);

  private final Segments segments;

  JournalErasure(Segments segments) {
    this.segments = segments;
  }

  /**
   * Erases.
   *
   * @return how many lines
   */
  synchronized int erase(Set<Journal.Name> names) throws IOException {
    int lines = 0;
    for (long number : segments.numbers()) {
      boolean compressed = segments.isCompressed(number);
      segments.expand(number);
      lines += erase(segments.file(number), names);
      if (compressed) {
        segments.compress(number);
      }
    }
    Path rejected = segments.directory().resolve("rejected.txt");
    return Files.exists(rejected) ? lines + erase(rejected, names) : lines;
  }

  private static int erase(Path file, Set<Journal.Name> names) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int lines = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      int start = 0;
      for (int end = 0; end < bytes.length; end++) {
        if (bytes[end] == '\n') {
          if (isMeant(bytes, start, end, names) && overwrite(channel, bytes, start, end)) {
            lines++;
          }
          start = end + 1;
        }
      }
      if (lines > 0) {
        channel.force(true);
      }
    }
    return lines;
  }

  private static boolean isMeant(byte[] bytes, int start, int end, Set<Journal.Name> names) {
    try {
      return names.contains(Journal.Name.of(JournalLine.read(bytes, start, end - start).arrival()));
    } catch (IOException | RuntimeException e) {
      return false; // torn: it was never acknowledged
    }
  }

  private static boolean overwrite(FileChannel channel, byte[] bytes, int start, int end)
      throws IOException {
    int from = indexOfText(bytes, start, end);
    if (from < 0) {
      return false;
    }
    int to = from;
    while (bytes[to] != '"') {
      to += bytes[to] == '\\' ? 2 : 1;
    }
    byte[] spaces = new byte[to - from];
    Arrays.fill(spaces, (byte) ' ');
    ByteBuffer buffer = ByteBuffer.wrap(spaces);
    long at = from;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
    return true;
  }

  /** A quotation mark within a value is escaped, so this can only be the field. */
  private static int indexOfText(byte[] bytes, int start, int end) {
    for (int i = start; i + TEXT.length < end; i++) {
      if (Arrays.equals(bytes, i, i + TEXT.length, TEXT, 0, TEXT.length)) {
        return i + TEXT.length;
      }
    }
    return -1;
  }
}
