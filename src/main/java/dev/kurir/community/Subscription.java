package dev.kurir.community;

import dev.kurir.message.OwnerId;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that follows a mailbox: each number comes once and in order, as a letter or in a gap.
 * A new letter is passed on at once where it is the next number; everything else, and what its
 * stream had no room for, is read from the mailbox. So nothing waits in memory. Thread-safe.
 */
public final class Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final int PAGE = 100;

  private final Person person;
  private final UUID login;
  private final EventStream stream;
  private final Mailboxes mailboxes;
  private final Executor readers;
  private long sent;
  private boolean reading;
  private boolean dirty;
  private boolean ended;

  Subscription(
      Person person,
      UUID login,
      long after,
      EventStream stream,
      Mailboxes mailboxes,
      Executor readers) {
    this.person = person;
    this.login = login;
    this.sent = after;
    this.stream = stream;
    this.mailboxes = mailboxes;
    this.readers = readers;
  }

  Person person() {
    return person;
  }

  OwnerId mailbox() {
    return person.id();
  }

  UUID login() {
    return login;
  }

  /** A letter has just been stored. */
  synchronized void stored(Letter letter) {
    if (ended || letter.number() <= sent) {
      return;
    }
    if (!reading && letter.number() == sent + 1 && stream.hasRoom()) {
      sent = letter.number();
      stream.letter(letter);
    } else {
      catchUp();
    }
  }

  /** There may be more in the mailbox, or room for more. */
  public synchronized void resume() {
    if (!ended) {
      catchUp();
    }
  }

  private void catchUp() {
    dirty = true;
    if (!reading) {
      reading = true;
      readers.execute(this::read);
    }
  }

  private void read() {
    while (true) {
      long from;
      synchronized (this) {
        if (ended || !dirty || !stream.hasRoom()) {
          reading = false;
          return;
        }
        dirty = false;
        from = sent;
      }
      MailboxPage page = page(from);
      if (page == null) {
        return;
      }
      synchronized (this) {
        dirty |= page.next() != null;
        pass(page);
      }
    }
  }

  private @Nullable MailboxPage page(long from) {
    try {
      return mailboxes.after(mailbox(), from, PAGE);
    } catch (RuntimeException e) {
      LOG.debug("the mailbox of {} can't be read now", person);
      synchronized (this) {
        reading = false;
        dirty = true;
      }
      return null;
    }
  }

  private void pass(MailboxPage page) {
    if (ended) {
      return;
    }
    int gap = 0;
    for (Letter letter : page.items()) {
      while (gap < page.gaps().size() && page.gaps().get(gap).first() < letter.number()) {
        stream.gap(page.gaps().get(gap++));
      }
      stream.letter(letter);
    }
    page.gaps().subList(gap, page.gaps().size()).forEach(stream::gap);
    sent = page.last();
  }

  /** Whether something waits to be read that could not be. */
  synchronized boolean isBehind() {
    return dirty && !reading && !ended && stream.hasRoom();
  }

  synchronized void news(String event, Object data) {
    if (!ended && stream.hasRoom()) {
      stream.news(event, data);
    }
  }

  /** Its client has gone. */
  synchronized void close() {
    ended = true;
  }

  /** Ends it from this side. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      stream.end();
    }
  }
}
