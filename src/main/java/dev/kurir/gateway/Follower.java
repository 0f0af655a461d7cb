package dev.kurir.gateway;

import dev.kurir.community.EventStream;
import dev.kurir.community.Letter;
import dev.kurir.community.MailboxPage.Gap;
import dev.kurir.community.Subscription;
import dev.kurir.component.Transfer;
import dev.kurir.stanza.Stanza;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one mailbox over to the XMPP server, letter by letter in their order. It is for one opening
 * of the stream: when a transfer fails, or the stream was opened anew, it takes no more, and
 * another follower begins behind what is known to have arrived. Thread-safe; nothing here blocks.
 */
final class Follower implements EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final int MOST = 100;
  private static final int MOST_OF_ALL = 2_000;

  private final Link link;
  private final LongConsumer progress;
  private final Wire wire;
  private final AtomicInteger allUnderway;
  private final Function<Letter, List<Stanza>> wording;
  private final BiConsumer<String, Object> news;
  private final long opening;
  private final Deque<Handed> handed = new ArrayDeque<>();
  private int underway;
  private boolean wantsRoom;
  private boolean broken;
  private boolean stopped;
  private volatile @Nullable Subscription subscription;

  /** Something of the mailbox that was handed over. */
  private static final class Handed {
    private final long number;
    private boolean done;

    private Handed(long number) {
      this.number = number;
    }
  }

  /**
   * @param progress told up to which number the server has the mailbox
   * @param allUnderway how many letters all followers have underway
   * @param wording the stanzas that a letter becomes
   * @param news what is done with what has no number; must not block
   */
  Follower(
      Link link,
      LongConsumer progress,
      Wire wire,
      AtomicInteger allUnderway,
      Function<Letter, List<Stanza>> wording,
      BiConsumer<String, Object> news) {
    this.link = link;
    this.progress = progress;
    this.wire = wire;
    this.allUnderway = allUnderway;
    this.wording = wording;
    this.news = news;
    this.opening = wire.openings();
  }

  Link link() {
    return link;
  }

  void begin(Subscription followed) {
    subscription = followed;
  }

  Subscription subscription() {
    return Objects.requireNonNull(subscription, "not begun");
  }

  /** Whether another one may begin: this one takes nothing and waits for nothing any more. */
  synchronized boolean isOver() {
    return isBroken() && underway == 0;
  }

  private boolean isBroken() {
    broken |= stopped || !wire.isOpen() || wire.openings() != opening;
    return broken;
  }

  /** What it still learns doesn't count any more. */
  synchronized void stop() {
    stopped = true;
  }

  @Override
  public synchronized void letter(Letter letter) {
    if (isBroken()) {
      return;
    }
    Handed one = new Handed(letter.number());
    handed.add(one);
    underway++;
    allUnderway.incrementAndGet();
    CompletionStage<Boolean> taken = CompletableFuture.completedFuture(true);
    for (Stanza stanza : wording.apply(letter)) {
      taken = taken.thenCombine(wire.deliver(stanza).thenApply(this::isTaken), Boolean::logicalAnd);
    }
    var unused = taken.whenComplete((all, failure) -> ended(one, failure == null && all));
  }

  /** Whether a transfer needs no repeat. */
  private boolean isTaken(Transfer transfer) {
    if (transfer.result() == Transfer.Result.INVALID) {
      LOG.warn("a letter to {} can't be sent by XMPP: {}", link, transfer.reason());
    }
    return transfer.result() == Transfer.Result.DONE
        || transfer.result() == Transfer.Result.INVALID;
  }

  private void ended(Handed one, boolean done) {
    allUnderway.decrementAndGet();
    Subscription resumed;
    synchronized (this) {
      underway--;
      one.done = done;
      broken |= !done;
      settle();
      boolean room = wantsRoom && !broken && underway <= MOST / 2;
      wantsRoom &= !room;
      resumed = room ? subscription : null;
    }
    if (resumed != null) {
      resumed.resume();
    }
  }

  private void settle() {
    long last = 0;
    for (Handed first = handed.peek(); first != null && first.done; first = handed.peek()) {
      last = handed.remove().number;
    }
    if (last > 0 && !stopped) {
      progress.accept(last);
    }
  }

  @Override
  public synchronized void gap(Gap gap) {
    if (!isBroken()) {
      Handed nothing = new Handed(gap.last());
      nothing.done = true;
      handed.add(nothing);
      settle();
    }
  }

  @Override
  public void news(String event, Object data) {
    news.accept(event, data);
  }

  @Override
  public synchronized boolean hasRoom() {
    boolean room = !isBroken() && underway < MOST && allUnderway.get() < MOST_OF_ALL;
    wantsRoom |= !room;
    return room;
  }

  @Override
  public void end() {
    // the platform stops
  }
}
