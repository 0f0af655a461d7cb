package dev.kurir.community;

import dev.kurir.cluster.Cluster;
import dev.kurir.community.Presence.Show;
import dev.kurir.community.Wishes.Wish;
import dev.kurir.message.OwnerId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is there, and how friends see it: nobody is there without a stream or session at some node
 * ({@link Attendance}); who is there is seen as they wish ({@link Wishes}).
 *
 * <p>When what others see changes, one node tells all friends, one change after the other and many
 * together, soon but not at once; while the database is away it waits. Thread-safe; {@link #begun}
 * and {@link #ended} never block.
 */
public final class Presences implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presences.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final int LONGEST_STATUS = 140;
  private static final int TOGETHER = 500;

  private final Wishes wishes;
  private final Friends friends;
  private final Attendance attendance;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final BiConsumer<Person, PresenceNews> told;
  private final Map<OwnerId, Due> due = new LinkedHashMap<>();
  private boolean isUnderway;

  /**
   * What is to be told of somebody.
   *
   * @param changed even if they are not to be seen: until now they were
   * @param left since when they are nowhere any more; null: they are somewhere
   */
  private record Due(boolean changed, @Nullable Instant left) {
    Due then(Due next) {
      return new Due(changed || next.changed, next.left);
    }
  }

  /**
   * @param timer runs what waits and what tells; statements too, so not an event loop
   * @param told called with each friend to tell; must not block
   */
  public Presences(
      DataSource active,
      Friends friends,
      Cluster cluster,
      ScheduledExecutorService timer,
      Clock clock,
      BiConsumer<Person, PresenceNews> told) {
    this.wishes = new Wishes(active);
    this.friends = friends;
    this.timer = timer;
    this.clock = clock;
    this.told = told;
    this.attendance =
        new Attendance(
            cluster,
            timer,
            GRACE,
            new Attendance.Changes() {
              @Override
              public void came(OwnerId person) {
                add(person, new Due(false, null));
              }

              @Override
              public void left(OwnerId person) {
                add(person, new Due(false, clock.instant().minus(GRACE)));
              }
            });
    attendance.begin();
  }

  /** A stream or session of somebody has begun at this node. */
  public void begun(Person person) {
    attendance.begun(person.id());
  }

  /** One that had begun here has ended. */
  public void ended(Person person) {
    attendance.ended(person.id());
  }

  /**
   * Says how one is there; while one is not, how one will be.
   *
   * @param status null: nothing
   * @return what was wished
   */
  public Presence set(Person person, Show show, @Nullable String status) {
    String words =
        status == null || status.isEmpty() ? null : Wording.of("status", status, LONGEST_STATUS);
    boolean isThere = attendance.isThere(person.id());
    Presence before =
        wishes
            .set(person, show, words, isThere, clock.instant())
            .orElseThrow(() -> RefusedException.noUser(person.name()));
    Presence now = new Wish(person, show, words, null).seen(isThere);
    if (!before.equals(now)) {
      add(person.id(), new Due(true, null));
    }
    return new Presence(show, words, null);
  }

  /**
   * How a friend, or oneself, is seen.
   *
   * @throws RefusedException when they are not friends
   */
  public Presence show(Person viewer, Person of) {
    if (!viewer.id().equals(of.id()) && !friends.areFriends(viewer, of)) {
      throw new RefusedException(
          RefusedException.Why.NOT_FOUND,
          "user: " + of + " is not a friend (expected: the name of a friend, or one's own)");
    }
    return seen(List.of(of)).getOrDefault(of.id(), Presence.offline(null));
  }

  /** How people are seen, whoever asks; without those that there are not. */
  public Map<OwnerId, Presence> seen(Collection<Person> people) {
    Map<OwnerId, Presence> seen = new HashMap<>();
    for (Wish wish : wishes.of(people.stream().map(Person::id).toList())) {
      seen.put(wish.person().id(), wish.seen(attendance.isThere(wish.person().id())));
    }
    return seen;
  }

  private void add(OwnerId person, Due news) {
    synchronized (due) {
      due.merge(person, news, Due::then);
      if (!isUnderway) {
        isUnderway = true;
        goOn(Duration.ZERO);
      }
    }
  }

  private void goOn(Duration in) {
    try {
      var unused = timer.schedule(this::tellSome, in.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody is told any more: this server stops");
    }
  }

  private void tellSome() {
    Map<OwnerId, Due> batch = new HashMap<>();
    synchronized (due) {
      for (Iterator<Map.Entry<OwnerId, Due>> i = due.entrySet().iterator();
          i.hasNext() && batch.size() < TOGETHER; ) {
        Map.Entry<OwnerId, Due> next = i.next();
        batch.put(next.getKey(), next.getValue());
        i.remove();
      }
    }
    Duration wait = Duration.ZERO;
    try {
      tell(batch);
    } catch (JdbiException e) {
      LOG.debug("friends are told later: {}", e.toString());
      wait = AGAIN;
      synchronized (due) {
        batch.forEach((person, was) -> due.merge(person, was, (next, old) -> old.then(next)));
      }
    } catch (RuntimeException e) {
      LOG.warn("friends were not told how somebody is there", e);
    }
    synchronized (due) {
      isUnderway = !due.isEmpty();
      if (isUnderway) {
        goOn(wait);
      }
    }
  }

  private void tell(Map<OwnerId, Due> batch) {
    Map<OwnerId, Instant> left = new HashMap<>();
    List<OwnerId> others = new ArrayList<>();
    batch.forEach(
        (person, news) -> {
          if (news.left == null || attendance.isThere(person)) {
            others.add(person);
          } else {
            left.put(person, news.left);
          }
        });
    Wishes.Changed changed = wishes.settle(left, others);
    List<PresenceNews> news = new ArrayList<>();
    for (Wish wish : changed.left()) {
      if (wish.show() != Show.OFFLINE || isChanged(batch, wish)) {
        news.add(new PresenceNews(wish.person(), wish.seen(false)));
      }
    }
    for (Wish wish : changed.there()) {
      Presence seen = wish.seen(attendance.isThere(wish.person().id()));
      if (seen.show() != Show.OFFLINE || isChanged(batch, wish)) {
        news.add(new PresenceNews(wish.person(), seen));
      }
    }
    for (PresenceNews each : news) {
      for (Person friend : changed.friends().getOrDefault(each.person().id(), List.of())) {
        told.accept(friend, each);
      }
    }
  }

  private static boolean isChanged(Map<OwnerId, Due> batch, Wish wish) {
    Due news = batch.get(wish.person().id());
    return news != null && news.changed;
  }

  /**
   * Notes that who is here was there until now. What they wish stays: a server that starts again
   * finds them as they were.
   */
  @Override
  public void close() {
    try {
      List<OwnerId> here = attendance.here();
      if (!here.isEmpty()) {
        wishes.noteLastSeen(here, clock.instant());
      }
    } catch (JdbiException e) {
      LOG.debug("not noted who was here: {}", e.toString());
    }
  }
}
