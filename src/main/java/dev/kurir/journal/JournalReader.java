package dev.kurir.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal from a position on, only what is on disk. A line that can't be read is kept in
 * {@code rejected.txt} beside the segments and reported; it never stops what follows. One thread.
 */
public final class JournalReader {
  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
  private static final int CHUNK = 1 << 20;

  private final Segments segments;
  private final Recent recent;
  private final Supplier<Position> end;
  private ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
  private Position rejected = Position.START;

  JournalReader(Segments segments, Recent recent, Supplier<Position> end) {
    this.segments = segments;
    this.recent = recent;
    this.end = end;
  }

  /**
   * A stretch of the journal.
   *
   * @param next where the following one begins
   * @param more whether something is left behind it
   */
  public record Stretch(List<Entry> entries, Position next, boolean more) {}

  /** Up to {@code limit} entries from the position on. */
  public Stretch read(Position from, int limit) throws IOException {
    Position limitOfRead = end.get();
    Stretch inMemory = recent.read(from, limit, limitOfRead);
    if (inMemory != null) {
      return inMemory;
    }
    Position at = from;
    List<Entry> entries = new ArrayList<>();
    while (entries.isEmpty() && at.compareTo(limitOfRead) < 0) {
      segments.expand(at.segment());
      Path file = segments.file(at.segment());
      boolean current = at.segment() == limitOfRead.segment();
      long size = !Files.exists(file) ? 0 : current ? limitOfRead.offset() : Files.size(file);
      if (at.offset() >= size) {
        Long next = current ? null : segments.numbers().higher(at.segment());
        if (next == null) {
          break;
        }
        at = new Position(next, 0);
        continue;
      }
      at = readLines(file, at, size, limit, entries);
    }
    return new Stretch(entries, at, at.compareTo(end.get()) < 0);
  }

  /** Before the first segment that was written to since a time. */
  public Position firstSince(Instant time) throws IOException {
    for (long number : segments.numbers()) {
      if (segments.writtenAt(number).compareTo(FileTime.from(time)) >= 0) {
        return new Position(number, 0);
      }
    }
    return end.get();
  }

  private Position readLines(Path file, Position from, long size, int limit, List<Entry> entries)
      throws IOException {
    fill(file, from.offset(), size);
    byte[] bytes = buffer.array();
    int start = 0;
    for (int i = 0; i < buffer.limit() && entries.size() < limit; i++) {
      if (bytes[i] == '\n') {
        Entry entry = decode(bytes, start, i - start, from);
        if (entry != null) {
          entries.add(entry);
        }
        start = i + 1;
      }
    }
    if (start > 0) {
      return new Position(from.segment(), from.offset() + start);
    }
    if (from.offset() + buffer.limit() < size) {
      buffer = ByteBuffer.allocate(buffer.capacity() * 2);
      return readLines(file, from, size, limit, entries);
    }
    LOG.warn("journal: a torn line at {} is passed over: it was never acknowledged", from);
    return new Position(from.segment(), size);
  }

  private void fill(Path file, long offset, long size) throws IOException {
    buffer.clear().limit((int) Math.min(buffer.capacity(), size - offset));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = offset;
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, at);
        if (read < 0) {
          break;
        }
        at += read;
      }
    }
    buffer.flip();
  }

  private @Nullable Entry decode(byte[] bytes, int from, int length, Position near)
      throws IOException {
    try {
      return JournalLine.read(bytes, from, length);
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "journal: a line of {} bytes after {} can't be read ({}); kept in rejected.txt",
          length,
          near,
          e.getClass().getSimpleName());
      Position at = new Position(near.segment(), near.offset() + from);
      if (at.compareTo(rejected) > 0) {
        keep(new String(bytes, from, length, StandardCharsets.UTF_8) + "\n");
        rejected = at;
      }
      return null;
    }
  }

  /** Keeps an entry that can't be stored in {@code rejected.txt}. */
  public void reject(Entry entry) throws IOException {
    keep(
        new String(
            JournalLine.write(entry.arrival(), entry.journaledAt()), StandardCharsets.UTF_8));
  }

  /** Keeps a line that can't be used, for a person to look at. */
  private void keep(String line) throws IOException {
    Files.writeString(
        segments.directory().resolve("rejected.txt"),
        line,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /**
   * Removes segments before the position that were last written before the given time, and
   * compresses the others before it.
   */
  public void removeBefore(Position stored, Instant before) throws IOException {
    for (long number : segments.numbers().headSet(stored.segment())) {
      if (segments.writtenAt(number).compareTo(FileTime.from(before)) < 0) {
        segments.delete(number);
      } else {
        segments.compress(number);
      }
    }
  }
}
