package dev.kurir.network.xmpp;

import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.network.Bookmarks;
import dev.kurir.network.xmpp.MessageArchive.Mark;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one account receives, in order and each message once: first what its server archived while
 * nobody listened, then what comes live.
 *
 * <p>Live messages wait in memory only while the archive is read; they are in the archive too, and
 * the bookmark stands before them, so a crash loses none. Otherwise each is stored on the thread
 * that read it, before the server is told. A sink that fails is tried again for two seconds; then
 * {@link NotStoredException} ends the stream, and the server keeps the rest until a later login.
 *
 * <p>A first login begins at the archive's end: history is not imported. Thread-safe.
 */
final class Intake implements Consumer<Message> {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int[] TRY_AGAIN_MS = {50, 450, 1_500};
  private static final int HELD = 2_000;
  private static final int SEEN = 2_000;
  private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(2);

  /** Stores messages, in order, all or none. */
  @FunctionalInterface
  interface Sink {
    void store(List<Arrival> arrivals) throws Exception;
  }

  /** A message on its way in. */
  private record Incoming(Arrival arrival, @Nullable Mark mark, Message message) {}

  private final BotId bot;
  private final StanzaTranslator translator;
  private final Bookmarks bookmarks;
  private final Clock clock;
  private final Workers workers;
  private final Consumer<Message> receipts;
  private final BooleanSupplier holds;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean bookmarkDue = new AtomicBoolean();
  private final Object gate = new Object();
  private final Deque<Incoming> held = new ArrayDeque<>();
  private final Set<String> seen =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > SEEN;
                }
              }));
  private boolean holding = true;
  private boolean overflowed;
  private volatile boolean current;
  private volatile boolean archived;
  private volatile @Nullable Mark mark;
  private volatile @Nullable Sink sink;

  Intake(
      BotId bot,
      StanzaTranslator translator,
      Bookmarks bookmarks,
      Clock clock,
      Workers workers,
      Consumer<Message> receipts,
      BooleanSupplier holds) {
    this.bot = bot;
    this.translator = translator;
    this.bookmarks = bookmarks;
    this.clock = clock;
    this.workers = workers;
    this.receipts = receipts;
    this.holds = holds;
  }

  /** Where messages go; null: nobody listens, and the server shall keep them. */
  void sink(@Nullable Sink to) {
    sink = to;
    if (to == null) {
      hold();
    }
  }

  boolean listening() {
    return sink != null;
  }

  /** Whether everything the server kept is here, so that live messages need not wait. */
  boolean current() {
    return current;
  }

  /** A new session: live messages wait until {@link #catchUp}. */
  void hold() {
    synchronized (gate) {
      holding = true;
      current = false;
    }
  }

  /** Takes a live message, on the thread that read it. */
  @Override
  public void accept(Message message) {
    Optional<Incoming> incoming = incoming(message);
    if (incoming.isEmpty()) {
      return;
    }
    synchronized (gate) {
      if (holding) {
        if (held.size() < HELD && (archived || sink != null)) {
          held.add(incoming.get());
        } else if (archived) {
          overflowed = true; // it is in the archive, which is read again
        } else {
          throw new NotStoredException();
        }
        return;
      }
    }
    store(List.of(incoming.get()));
  }

  private Optional<Incoming> incoming(Message message) {
    String id = archived ? translator.archiveId(message).orElse(null) : null;
    return translator
        .translate(message, id, null)
        .map(a -> new Incoming(a, id == null ? null : new Mark(id, a.receivedAt()), message));
  }

  /** Whether the server has an archive, known before it is told that somebody is there. */
  void archived(boolean has) {
    archived = has;
  }

  /**
   * Stores what the archive has after the bookmark, then what came live meanwhile, and from then on
   * what comes as it comes. Without an archive only the latter. While the bookmark can't be read
   * everything waits, or what was missed would come after it.
   */
  void catchUp(Optional<MessageArchive> archive)
      throws SmackException, XMPPException, InterruptedException {
    while (true) {
      if (archive.isPresent() && !read(archive.get())) {
        return;
      }
      synchronized (gate) {
        if (overflowed) {
          overflowed = false;
          held.clear();
          continue;
        }
        while (!held.isEmpty()) {
          store(List.of(held.peek()));
          held.remove();
        }
        holding = false;
        current = true;
        return;
      }
    }
  }

  /** Whether it is known from where on. */
  private boolean read(MessageArchive archive)
      throws SmackException, XMPPException, InterruptedException {
    Mark from;
    try {
      from = mark == null ? remembered().orElse(null) : mark;
      if (from == null) {
        Mark end = archive.end(clock.instant());
        bookmarks.write(bot, end.toString());
        mark = remembered().orElse(null);
        return mark != null;
      }
    } catch (IOException unknown) {
      LOG.warn("{}: missed messages follow later", unknown.getMessage());
      return false;
    }
    mark = from;
    archive.after(
        from,
        page -> {
          List<Incoming> incoming = new ArrayList<>();
          for (MessageArchive.Entry entry : page) {
            translator
                .translate(entry.message(), entry.mark().id(), entry.mark().at())
                .ifPresent(a -> incoming.add(new Incoming(a, entry.mark(), entry.message())));
          }
          store(incoming);
          mark = page.get(page.size() - 1).mark();
          bookmarks.write(bot, String.valueOf(mark));
        });
    return true;
  }

  /** Where it stopped; not known while the database is away, which is not the same as nowhere. */
  private Optional<Mark> remembered() throws IOException {
    return bookmarks.read(bot).flatMap(Mark::parse);
  }

  /** Stores what was not stored before; on return it is stored, and its senders are told. */
  private void store(List<Incoming> all) {
    List<Incoming> fresh =
        all.stream().filter(i -> !seen.contains(i.arrival().networkMessageId().value())).toList();
    if (!fresh.isEmpty()) {
      persist(fresh.stream().map(Incoming::arrival).toList());
    }
    for (Incoming incoming : fresh) {
      seen.add(incoming.arrival().networkMessageId().value());
      receipts.accept(incoming.message());
    }
    Mark last = all.isEmpty() ? null : all.get(all.size() - 1).mark();
    if (last != null && mark != null) {
      mark = last;
      if (bookmarkDue.compareAndSet(false, true)) {
        workers.later(BOOKMARK_EVERY, this::bookmark);
      }
    }
  }

  private void persist(List<Arrival> arrivals) {
    for (int tries = 0; ; tries++) {
      Sink to = sink;
      if (to == null || !holds.getAsBoolean()) {
        throw new NotStoredException();
      }
      try {
        to.store(arrivals);
        return;
      } catch (Exception e) {
        LOG.warn("{} not stored: {}", arrivals.get(0), e.getClass().getSimpleName());
        if (tries == TRY_AGAIN_MS.length || closedWithin(TRY_AGAIN_MS[tries])) {
          throw new NotStoredException();
        }
      }
    }
  }

  private boolean closedWithin(int milliseconds) {
    try {
      return closed.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void bookmark() {
    Mark now = mark;
    if (bookmarkDue.compareAndSet(true, false) && now != null) {
      bookmarks.write(bot, now.toString());
    }
  }

  /** Remembers how far it came; a message that is being stored is not tried again. */
  void close() {
    closed.countDown();
    bookmark();
  }
}
