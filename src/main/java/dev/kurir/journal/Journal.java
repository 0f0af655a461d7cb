package dev.kurir.journal;

import dev.kurir.message.Arrival;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OutOfSpaceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything received is safe before it is acknowledged: JSON lines, appended and fsynced by
 * one writer that commits whatever waits as one group.
 *
 * <p>An append that completes is on disk. One that fails is not, and nothing of it will be read.
 * Every start begins a new segment, so a line torn by a crash is always the last of an old one and
 * was never acknowledged. Thread-safe.
 */
public final class Journal implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int GROUP = 4096;
  private static final int GROUP_BYTES = 8 << 20;
  private static final int QUEUE = 100_000;
  private static final Duration LINGER = Duration.ofMillis(10);

  private static final String FULL = "the journal's disk is full, or nearly";
  private static final Pattern NO_SPACE = Pattern.compile("No space left|quota exceeded");

  private final Segments segments;
  private final Disk disk;
  private final JournalErasure erasure;
  private final Recent recent = new Recent();
  private final long segmentBytes;
  private final Clock clock;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(QUEUE);
  private final List<Consumer<Set<NetworkName>>> listeners = new CopyOnWriteArrayList<>();
  private final Thread writer;
  private volatile Predicate<NetworkName> patient = network -> false;
  private volatile long lingerNs;
  private volatile boolean closed;
  private volatile Position end;
  private volatile @Nullable String fault;
  private @Nullable FileChannel channel;

  /**
   * Arrivals that wait for the disk.
   *
   * @param lengths of their lines, in bytes
   */
  private record Waiting(
      List<Arrival> arrivals,
      Instant at,
      int[] lengths,
      byte[] lines,
      CompletableFuture<Void> done) {}

  private Journal(Segments segments, long segmentBytes, Clock clock) throws IOException {
    this.segments = segments;
    this.disk = new Disk(segments.directory());
    this.erasure = new JournalErasure(segments);
    this.segmentBytes = segmentBytes;
    this.clock = clock;
    long last = segments.numbers().isEmpty() ? 0 : segments.numbers().last();
    this.end = new Position(last + 1, 0);
    this.channel = open(last + 1);
    this.writer = new Thread(this::write, "journal");
  }

  /**
   * Opens the journal in a directory of its own and begins a new segment.
   *
   * @param segmentBytes from which size on a segment is followed by the next
   */
  public static Journal open(Path directory, long segmentBytes, Clock clock) throws IOException {
    Journal journal = new Journal(new Segments(directory), segmentBytes, clock);
    journal.writer.start();
    return journal;
  }

  /**
   * Tells the listener after each commit of which networks it was, on the writer's thread: it must
   * not block.
   */
  public void onCommit(Consumer<Set<NetworkName>> listener) {
    listeners.add(listener);
  }

  /**
   * Arrivals of networks in no hurry wait {@link #LINGER} for others from now on, and share their
   * way to the disk.
   *
   * @param unhurried asked on the writer's thread
   */
  public void letLinger(Predicate<NetworkName> unhurried) {
    letLinger(unhurried, LINGER);
  }

  void letLinger(Predicate<NetworkName> unhurried, Duration atMost) {
    patient = unhurried;
    lingerNs = atMost.toNanos();
  }

  /**
   * Appends arrivals in their order, all or none.
   *
   * @return completes when they are on disk; fails with an IOException when they are not, with an
   *     {@link OutOfSpaceException} when the disk is full, or nearly
   */
  public CompletionStage<Void> append(List<Arrival> arrivals) {
    if (arrivals.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (disk.isFull()) {
      fault = FULL;
      return CompletableFuture.failedFuture(new OutOfSpaceException(FULL, null));
    }
    List<Arrival> kept = List.copyOf(arrivals);
    Instant at = clock.instant();
    int size = 0;
    int[] lengths = new int[arrivals.size()];
    byte[][] lines = new byte[arrivals.size()][];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = JournalLine.write(arrivals.get(i), at);
      lengths[i] = lines[i].length;
      size += lengths[i];
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    for (byte[] line : lines) {
      joined.put(line);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closed || !queue.offer(new Waiting(kept, at, lengths, joined.array(), done))) {
      done.completeExceptionally(
          new IOException(
              closed ? "the journal is closed" : "the journal is " + QUEUE + " appends behind"));
    } else if (closed && !writer.isAlive()) {
      failAll(new IOException("the journal is closed"));
    }
    return done;
  }

  /** By what a network calls a message. */
  public record Name(String network, int bot, String id) {
    public static Name of(Arrival arrival) {
      return new Name(
          arrival.network().value(), arrival.bot().value(), arrival.networkMessageId().value());
    }
  }

  /**
   * Overwrites the texts of messages that are in the database, wherever they are in the journal.
   *
   * @return how many lines
   */
  public int erase(Set<Name> names) throws IOException {
    return erasure.erase(names);
  }

  /** Up to here everything is on disk. */
  public Position end() {
    return end;
  }

  /** Why the last commit failed; null while all is well. */
  public @Nullable String fault() {
    return fault;
  }

  /** The reader of what is on disk; one at a time. */
  public JournalReader reader() {
    return new JournalReader(segments, recent, this::end);
  }

  private void write() {
    List<Waiting> group = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        gather(first, group);
        linger(group);
        commit(group);
      } catch (InterruptedException e) {
        closed = true;
      }
      group.clear();
    }
    failAll(new IOException("the journal is closed"));
  }

  /** Waits for more while nothing of a group is in a hurry. */
  private void linger(List<Waiting> group) throws InterruptedException {
    long begun = System.nanoTime();
    for (long left = lingerNs; left > 0 && isPatient(group); ) {
      Waiting next = queue.poll(left, TimeUnit.NANOSECONDS);
      if (next != null) {
        gather(next, group);
      }
      left = lingerNs - (System.nanoTime() - begun);
    }
  }

  private boolean isPatient(List<Waiting> group) {
    return !closed
        && group.size() < GROUP
        && group.stream()
            .flatMap(waiting -> waiting.arrivals.stream())
            .allMatch(arrival -> patient.test(arrival.network()));
  }

  /** What waits, up to the bounds of one group. */
  private void gather(Waiting first, List<Waiting> group) {
    int bytes = 0;
    for (Waiting next = first; next != null; next = queue.poll()) {
      group.add(next);
      bytes += next.lines.length;
      if (group.size() == GROUP || bytes >= GROUP_BYTES) {
        return;
      }
    }
  }

  private void failAll(IOException reason) {
    for (Waiting left = queue.poll(); left != null; left = queue.poll()) {
      left.done.completeExceptionally(reason);
    }
  }

  private void commit(List<Waiting> group) {
    try {
      FileChannel current = channel;
      if (current == null || end.offset() >= segmentBytes) {
        current = roll();
      }
      ByteBuffer lines = joined(group);
      long offset = end.offset();
      while (lines.hasRemaining()) {
        offset += current.write(lines, offset);
      }
      current.force(false);
      Position from = end;
      end = new Position(end.segment(), offset);
      fault = null;
      remember(group, from);
    } catch (IOException | RuntimeException e) {
      fail(group, e);
      return;
    }
    group.forEach(waiting -> waiting.done.complete(null));
    Set<NetworkName> networks = networks(group);
    for (Consumer<Set<NetworkName>> listener : listeners) {
      try {
        listener.accept(networks);
      } catch (RuntimeException e) {
        LOG.warn("journal: who was told of a commit failed: {}", e.toString());
      }
    }
  }

  private static Set<NetworkName> networks(List<Waiting> group) {
    Set<NetworkName> networks = new HashSet<>();
    for (Waiting waiting : group) {
      waiting.arrivals.forEach(arrival -> networks.add(arrival.network()));
    }
    return networks;
  }

  private void remember(List<Waiting> group, Position from) {
    List<Recent.Written> written = new ArrayList<>();
    Position at = from;
    for (Waiting waiting : group) {
      for (int i = 0; i < waiting.lengths.length; i++) {
        Position next = new Position(at.segment(), at.offset() + waiting.lengths[i]);
        written.add(new Recent.Written(at, next, new Entry(waiting.arrivals.get(i), waiting.at)));
        at = next;
      }
    }
    recent.add(written);
  }

  /** Nothing of a failed group may be read later: it is cut off before the next segment begins. */
  private void fail(List<Waiting> group, Exception e) {
    LOG.error("journal: {} appends refused: {}", group.size(), e.toString());
    fault = String.valueOf(e.getMessage());
    FileChannel broken = channel;
    channel = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (IOException again) {
        LOG.warn("journal: segment {} can't be closed: {}", end.segment(), again.toString());
      }
    }
    try {
      cut(); // now, so that what could not be written takes no room
    } catch (IOException again) {
      LOG.warn("journal: segment {} is cut later: {}", end.segment(), again.toString());
    }
    String said = "the journal can't be written: " + e.getMessage();
    IOException reason =
        NO_SPACE.matcher(said).find() ? new OutOfSpaceException(said, e) : new IOException(said, e);
    group.forEach(waiting -> waiting.done.completeExceptionally(reason));
  }

  private FileChannel roll() throws IOException {
    FileChannel old = channel;
    if (old == null) {
      cut();
    }
    long number = end.offset() == 0 ? end.segment() : end.segment() + 1;
    FileChannel next = open(number);
    channel = next;
    end = new Position(number, 0);
    if (old != null) {
      old.close();
    }
    return next;
  }

  /** Removes what a failed commit may have left behind the end. */
  private void cut() throws IOException {
    Path file = segments.file(end.segment());
    if (Files.exists(file)) {
      try (FileChannel broken = FileChannel.open(file, StandardOpenOption.WRITE)) {
        broken.truncate(end.offset());
        broken.force(true);
      }
    }
  }

  private FileChannel open(long number) throws IOException {
    FileChannel opened =
        FileChannel.open(
            segments.file(number), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    opened.truncate(0);
    opened.force(true);
    try (FileChannel directory = FileChannel.open(segments.directory(), StandardOpenOption.READ)) {
      directory.force(true);
    }
    return opened;
  }

  private static ByteBuffer joined(List<Waiting> group) {
    if (group.size() == 1) {
      return ByteBuffer.wrap(group.get(0).lines);
    }
    ByteBuffer lines =
        ByteBuffer.allocate(group.stream().mapToInt(waiting -> waiting.lines.length).sum());
    group.forEach(waiting -> lines.put(waiting.lines));
    return lines.flip();
  }

  /** Commits what waits and ends. */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      writer.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    FileChannel current = channel;
    if (current != null) {
      current.close();
    }
  }
}
