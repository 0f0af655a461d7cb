package dev.kurir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.testing.PinnedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final long LARGE = 1 << 20;

  @TempDir Path directory;
  private final PinnedClock clock = new PinnedClock("2026-03-01T12:00:00Z");
  private final List<Journal> opened = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Journal journal : opened) {
      journal.close();
    }
  }

  @Test
  void whatWasAppendedIsReadBackUnchanged() throws Exception {
    Journal journal = open(LARGE);
    Arrival rich =
        new Arrival(
            new NetworkName("line"),
            new BotId(7),
            new NetworkMessageId("01H\"\\\n"),
            new Address("U☕ 1"),
            "darma",
            "Darma 👩‍👩‍👧 \"Astawan\"\n",
            "sticker",
            "two\nlines,\ttab, nul \0, \u2028, 𝔘 and {\"json\":[]}\r\n",
            new NetworkMessageId("q1"),
            Instant.parse("2026-03-01T11:59:59.123456789Z"),
            Instant.parse("2026-03-01T12:00:00Z"),
            Map.of("replyToken", "r\n1", "empty", ""));
    Arrival bare = arrival("2", "");

    append(journal, rich, bare);

    assertThat(all(journal))
        .containsExactly(new Entry(rich, clock.instant()), new Entry(bare, clock.instant()));
  }

  @Test
  void everyCallersOrderIsKeptHoweverAppendsAreGrouped() throws Exception {
    Journal journal = open(10_000);
    List<CompletableFuture<Void>> done = new ArrayList<>();
    List<Thread> callers =
        IntStream.range(0, 8)
            .mapToObj(
                caller ->
                    new Thread(
                        () -> {
                          for (int i = 0; i < 200; i++) {
                            CompletionStage<Void> one =
                                journal.append(
                                    List.of(
                                        arrival(caller + "-" + i + "a", ""),
                                        arrival(caller + "-" + i + "b", "")));
                            synchronized (done) {
                              done.add(one.toCompletableFuture());
                            }
                          }
                        }))
            .toList();
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

    List<String> read = ids(all(journal));
    assertThat(read).hasSize(8 * 400);
    for (int caller = 0; caller < 8; caller++) {
      String prefix = caller + "-";
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        expected.add(prefix + i + "a");
        expected.add(prefix + i + "b");
      }
      assertThat(read.stream().filter(id -> id.startsWith(prefix))).isEqualTo(expected);
    }
  }

  @Test
  void anAppendAfterTheCloseFails() throws Exception {
    Journal journal = open(LARGE);
    append(journal, arrival("1", ""));
    journal.close();

    assertThatThrownBy(() -> append(journal, arrival("2", "")))
        .rootCause()
        .isInstanceOf(IOException.class)
        .hasMessage("the journal is closed");
    assertThat(ids(all(open(LARGE)))).containsExactly("1");
  }

  @Test
  void aLineTornByACrashIsPassedOver() throws Exception {
    Journal before = open(LARGE);
    append(before, arrival("1", ""));
    before.close();
    Files.writeString(segment(1), "{\"network\":\"li", StandardOpenOption.APPEND);

    Journal after = open(LARGE);
    append(after, arrival("2", ""));

    assertThat(ids(all(after))).containsExactly("1", "2");
    assertThat(directory.resolve("rejected.txt")).doesNotExist();
  }

  @Test
  void aFullSegmentIsFollowedByTheNext() throws Exception {
    Journal journal = open(1_000);
    for (int i = 0; i < 20; i++) {
      append(journal, arrival("" + i, "x".repeat(100)));
    }

    assertThat(segments()).hasSizeGreaterThan(3);
    assertThat(ids(all(journal))).isEqualTo(numbers(0, 20));
  }

  @Test
  void aMessageLargerThanTheReadersChunkIsRead() throws Exception {
    Journal journal = open(LARGE);
    append(journal, arrival("1", "a"), arrival("2", "b".repeat(3 << 20)), arrival("3", "c"));

    assertThat(ids(all(journal))).containsExactly("1", "2", "3");
  }

  @Test
  void anUnreadableLineIsKeptOnceAndStopsNothing() throws Exception {
    Journal journal = open(LARGE);
    append(journal, arrival("1", ""));
    journal.close();
    Files.writeString(segment(1), "{\"network\":\"line\"}\nnonsense\n", StandardOpenOption.APPEND);
    Journal after = open(LARGE);
    append(after, arrival("2", ""));

    JournalReader reader = after.reader();
    assertThat(ids(all(reader, Position.START))).containsExactly("1", "2");
    assertThat(ids(all(reader, Position.START))).containsExactly("1", "2");

    assertThat(Files.readAllLines(directory.resolve("rejected.txt")))
        .containsExactly("{\"network\":\"line\"}", "nonsense");
  }

  @Test
  void readingGoesOnWhereItStopped() throws Exception {
    Journal journal = open(500);
    for (int i = 0; i < 10; i++) {
      append(journal, arrival("" + i, "x".repeat(50)));
    }
    JournalReader.Stretch first = journal.reader().read(Position.START, 3);
    assertThat(first.more()).isTrue();
    journal.close();

    Journal again = open(500);
    append(again, arrival("10", ""));
    List<String> rest = ids(all(again.reader(), first.next()));

    assertThat(ids(first.entries())).isEqualTo(numbers(0, first.entries().size()));
    assertThat(rest).isEqualTo(numbers(first.entries().size(), 11));
  }

  @Test
  void onlyWhatIsCommittedIsRead() throws Exception {
    Journal journal = open(LARGE);
    append(journal, arrival("1", ""));
    Files.write(
        segment(1),
        JournalLine.write(arrival("2", ""), clock.instant()),
        StandardOpenOption.APPEND);

    assertThat(ids(all(journal))).containsExactly("1");
  }

  @Test
  void onlyOldStoredSegmentsAreRemoved() throws Exception {
    Journal journal = open(10);
    for (int i = 1; i <= 4; i++) {
      append(journal, arrival("" + i, ""));
    }
    Instant old = clock.instant().minus(Duration.ofDays(8));
    for (long number : new long[] {1, 3, 4}) {
      Files.setLastModifiedTime(segment(number), FileTime.from(old));
    }
    Files.setLastModifiedTime(segment(2), FileTime.from(clock.instant()));

    journal.reader().removeBefore(new Position(4, 0), clock.instant().minus(Duration.ofDays(7)));

    assertThat(segment(1)).doesNotExist();
    assertThat(segment(2).resolveSibling(segment(2).getFileName() + ".gz")).exists();
    assertThat(segment(3)).doesNotExist();
    assertThat(segment(4)).exists();
  }

  @Test
  void whatIsInNoHurryWaitsForWhatIs() throws Exception {
    Journal journal = open(LARGE);
    journal.letLinger(network -> network.value().equals("patient"), Duration.ofMinutes(5));
    List<Set<NetworkName>> commits = new CopyOnWriteArrayList<>();
    journal.onCommit(commits::add);

    CompletableFuture<Void> first = journal.append(List.of(of("patient"))).toCompletableFuture();
    CompletableFuture<Void> second = journal.append(List.of(of("patient"))).toCompletableFuture();
    append(journal, of("hasty"));

    first.get(60, TimeUnit.SECONDS);
    second.get(60, TimeUnit.SECONDS);
    await()
        .untilAsserted(
            () ->
                assertThat(commits)
                    .containsExactly(Set.of(new NetworkName("patient"), new NetworkName("hasty"))));
  }

  @Test
  void whatIsInNoHurryIsNotLeftWaiting() throws Exception {
    Journal journal = open(LARGE);
    journal.letLinger(network -> true);

    append(journal, of("patient"));
    CompletableFuture<Void> last = journal.append(List.of(of("patient"))).toCompletableFuture();
    journal.close();

    assertThat(last).as("also at the end").isCompleted();
  }

  @Test
  void aListenerThatFailsDoesNotStopTheJournal() throws Exception {
    Journal journal = open(LARGE);
    journal.onCommit(
        networks -> {
          throw new IllegalStateException("the routes are not there yet");
        });

    append(journal, arrival("1", ""));
    append(journal, arrival("2", ""));

    assertThat(ids(all(journal))).containsExactly("1", "2");
  }

  @Test
  void aDirectoryThatIsGoneIsSaidAndTheJournalRecoversWhenItIsBack() throws Exception {
    Journal journal = open(10);
    append(journal, arrival("1", ""));
    Path moved = directory.resolveSibling(directory.getFileName() + "-moved");
    Files.move(directory, moved);
    try {
      assertThatThrownBy(() -> append(journal, arrival("2", "")))
          .rootCause()
          .isInstanceOf(IOException.class);
      assertThat(journal.fault()).contains(directory.toString());
    } finally {
      Files.move(moved, directory);
    }

    append(journal, arrival("3", ""));

    assertThat(journal.fault()).isNull();
    assertThat(ids(all(journal))).containsExactly("1", "3");
  }

  @Test
  void aCompressedSegmentIsReadAsItWas() throws Exception {
    Journal journal = open(10); // each append in a segment of its own
    append(journal, arrival("1", "käse"));
    append(journal, arrival("2", ""));
    append(journal, arrival("3", ""));
    List<String> before = ids(all(journal));
    journal.close();
    Journal again = open(10);

    again.reader().removeBefore(again.end(), Instant.EPOCH);

    try (var files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".gz")).count()).isEqualTo(3);
    }
    assertThat(ids(all(again))).isEqualTo(before).containsExactly("1", "2", "3");
  }

  @Test
  void aFullDiskRefusesAppendsAndNothingOfThemIsReadLater() throws Exception {
    Path disk = directory.resolve("disk");
    Files.createDirectory(disk);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()) == 0,
        "needs the right to mount a file system");
    try {
      Journal journal = Journal.open(disk, LARGE, clock);
      opened.add(journal);
      append(journal, arrival("1", "small"));
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> append(journal, arrival("too large", "x".repeat(400_000))))
            .isInstanceOf(CompletionException.class)
            .hasMessageContaining("the journal can't be written: No space left on device");
        assertThat(journal.fault()).isEqualTo("No space left on device");
      }
      append(journal, arrival("2", "small"));

      assertThat(journal.fault()).isNull();
      assertThat(ids(all(journal))).containsExactly("1", "2");
      journal.close();
      assertThat(ids(all(Journal.open(disk, LARGE, clock)))).containsExactly("1", "2");
      try (var files = Files.list(disk)) {
        assertThat(files.count()).isLessThanOrEqualTo(4);
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  private Journal open(long segmentBytes) throws IOException {
    Journal journal = Journal.open(directory, segmentBytes, clock);
    opened.add(journal);
    return journal;
  }

  private static void append(Journal journal, Arrival... arrivals) {
    journal.append(List.of(arrivals)).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static List<Entry> all(Journal journal) throws IOException {
    return all(journal.reader(), Position.START);
  }

  private static List<Entry> all(JournalReader reader, Position from) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Position at = from;
    for (boolean more = true; more; ) {
      JournalReader.Stretch stretch = reader.read(at, 7);
      entries.addAll(stretch.entries());
      at = stretch.next();
      more = stretch.more();
    }
    return entries;
  }

  private Arrival arrival(String id, String text) {
    return of("line", id, text);
  }

  private Arrival of(String network) {
    return of(network, "1", "");
  }

  private Arrival of(String network, String id, String text) {
    return new Arrival(
        new NetworkName(network),
        new BotId(1),
        new NetworkMessageId(id),
        new Address("U1"),
        null,
        null,
        "text",
        text,
        null,
        clock.instant(),
        clock.instant(),
        Map.of());
  }

  private static List<String> ids(List<Entry> entries) {
    return entries.stream().map(entry -> entry.arrival().networkMessageId().value()).toList();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private Path segment(long number) {
    return directory.resolve(String.format("%012d.jsonl", number));
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
    }
  }
}
