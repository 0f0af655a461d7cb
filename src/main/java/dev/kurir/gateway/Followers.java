package dev.kurir.gateway;

import dev.kurir.community.Person;
import dev.kurir.community.Subscribers;
import dev.kurir.message.OwnerId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the mailboxes of all who are linked while the stream is open. Who can't be reached is
 * tried again later, or when they come. Thread-safe; nothing here blocks.
 */
final class Followers {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
  private static final UUID NO_LOGIN = new UUID(0, 0);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 7;

  private final Links links;
  private final Wire wire;
  private final Subscribers subscribers;
  private final BiFunction<Link, AtomicInteger, Follower> opener;
  private final AtomicInteger underway = new AtomicInteger();
  private final Map<OwnerId, Follower> followers = new ConcurrentHashMap<>();
  private final Map<OwnerId, Pause> pauses = new ConcurrentHashMap<>();

  /**
   * Until when nothing is sent to somebody.
   *
   * @param until by {@link System#nanoTime}
   * @param times how often in a row something came back
   */
  private record Pause(long until, int times) {
    static Pause after(int times) {
      long pause = FIRST_PAUSE.toNanos() << Math.min(times - 1, MOST_DOUBLINGS);
      return new Pause(System.nanoTime() + pause, times);
    }

    boolean isOver() {
      return System.nanoTime() - until >= 0;
    }
  }

  /**
   * @param opener makes a follower, given how many letters all of them have underway
   */
  Followers(
      Links links,
      Wire wire,
      Subscribers subscribers,
      BiFunction<Link, AtomicInteger, Follower> opener) {
    this.links = links;
    this.wire = wire;
    this.subscribers = subscribers;
    this.opener = opener;
  }

  /** Begins and ends what is to be; to be called often. */
  synchronized void look() {
    for (Follower follower : followers.values()) {
      if (!links.has(follower.link()) || follower.isOver()) {
        end(follower);
      }
    }
    if (!wire.isOpen()) {
      return;
    }
    for (Link link : links.all()) {
      OwnerId person = link.person().id();
      if (!followers.containsKey(person) && !isPaused(person)) {
        begin(link);
      }
    }
  }

  private boolean isPaused(OwnerId person) {
    Pause pause = pauses.get(person);
    return pause != null && !pause.isOver();
  }

  private void begin(Link link) {
    Follower follower = opener.apply(link, underway);
    Person person = link.person();
    followers.put(person.id(), follower);
    follower.begin(subscribers.follow(person, NO_LOGIN, links.sent(link), follower));
  }

  private void end(Follower follower) {
    follower.stop();
    subscribers.unfollow(follower.subscription());
    followers.remove(follower.link().person().id());
  }

  /**
   * What was sent to somebody came back: it is sent again after a while, each time a longer one.
   */
  synchronized void bounced(Link link, long number) {
    takeBack(link, number);
    OwnerId person = link.person().id();
    Pause before = pauses.get(person);
    if (before == null || before.isOver()) {
      pauses.put(person, Pause.after(before == null ? 1 : before.times + 1));
      LOG.debug("{} can't be reached by XMPP: tried again later", link);
    }
  }

  /** What was sent to somebody came back: it is sent again another way. */
  synchronized void takeBack(Link link, long number) {
    Follower follower = followers.get(link.person().id());
    if (follower != null) {
      end(follower);
    }
    links.back(link, number - 1);
  }

  /** Somebody has come, so they may be reached. */
  void came(Person person) {
    pauses.remove(person.id());
  }

  /** Ends all. */
  synchronized void stop() {
    followers.values().forEach(this::end);
  }
}
