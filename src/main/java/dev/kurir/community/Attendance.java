package dev.kurir.community;

import dev.kurir.cluster.Cluster;
import dev.kurir.database.Node;
import dev.kurir.message.OwnerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is there: at this node those with a stream or a session, at the others whom they tell of.
 * Somebody stays there for a grace time after the last one has ended, so that coming back, here or
 * at another node, changes nothing; a node that is gone takes its people with it after the same
 * time.
 *
 * <p>Of the nodes one notes that somebody has left: the last that had them, and where two that had
 * them each thought of the other, or a node is gone, the one that has been in the cluster longest.
 * Nodes that do not see each other may both note it. Thread-safe; nothing here blocks.
 */
final class Attendance {
  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);
  private static final String TOPIC = "presence";

  private final Cluster cluster;
  private final ScheduledExecutorService timer;
  private final Duration grace;
  private final Changes changes;
  private final Object telling = new Object();

  private final Map<OwnerId, Stay> here = new HashMap<>();
  private final Map<Node, Set<OwnerId>> elsewhere = new HashMap<>();
  private Set<Node> known = Set.of();

  /** Whom this node noted as left because theirs was gone, and who may be there all the same. */
  private final Set<OwnerId> missed = new HashSet<>();

  /** Whom another node noted as left while a third still had them. */
  private final Set<OwnerId> noted = new HashSet<>();

  private final Map<OwnerId, Roll.Word> untold = new LinkedHashMap<>();
  private boolean isAllUntold;
  private boolean isTellingDue;

  /** What changes; called while others wait, so it must not block. */
  interface Changes {
    /** Somebody is there who was not, or whom others may have heard to have left. */
    void came(OwnerId person);

    /** Somebody is nowhere any more, and it is this node that notes it. */
    void left(OwnerId person);
  }

  /** Somebody at this node. */
  private static final class Stay {
    private int streams;

    /** Which of its begins was the latest: an end counts only until the next. */
    private int begins;
  }

  Attendance(Cluster cluster, ScheduledExecutorService timer, Duration grace, Changes changes) {
    this.cluster = cluster;
    this.timer = timer;
    this.grace = grace;
    this.changes = changes;
  }

  /** Begins to hear of the others and to tell them. */
  void begin() {
    cluster.hear(TOPIC, this::hear);
    cluster.onChange(this::membersChanged);
    membersChanged();
  }

  /** A stream or session of somebody has begun here. */
  synchronized void begun(OwnerId person) {
    Stay stay = here.get(person);
    if (stay == null) {
      boolean isNew = !isElsewhere(person);
      stay = new Stay();
      here.put(person, stay);
      missed.remove(person);
      noted.remove(person);
      tell(person, Roll.Word.HERE);
      if (isNew) {
        changes.came(person);
      }
    }
    stay.streams++;
    stay.begins++;
  }

  /** One has ended here. */
  synchronized void ended(OwnerId person) {
    Stay stay = here.get(person);
    if (stay == null || stay.streams == 0) {
      LOG.warn("a stream of {} has ended that had not begun", person);
      return;
    }
    stay.streams--;
    if (stay.streams == 0) {
      int begins = stay.begins;
      later(() -> lapse(person, stay, begins));
    }
  }

  private synchronized void lapse(OwnerId person, Stay stay, int begins) {
    if (here.get(person) != stay || stay.streams > 0 || stay.begins != begins) {
      return;
    }
    here.remove(person);
    if (isElsewhere(person)) {
      tell(person, Roll.Word.GONE);
    } else {
      tell(person, Roll.Word.LEFT);
      changes.left(person);
    }
  }

  /** Whether somebody is there, at whichever node. */
  synchronized boolean isThere(OwnerId person) {
    return here.containsKey(person) || isElsewhere(person);
  }

  /** Who is at this node. */
  synchronized List<OwnerId> here() {
    return List.copyOf(here.keySet());
  }

  private boolean isElsewhere(OwnerId person) {
    return elsewhere.values().stream().anyMatch(there -> there.contains(person));
  }

  private boolean isEldest() {
    List<Node> members = cluster.members();
    return !members.isEmpty() && members.get(0).equals(cluster.self());
  }

  private synchronized void membersChanged() {
    Set<Node> now = new HashSet<>(cluster.members());
    Set<OwnerId> lost = new HashSet<>();
    elsewhere.forEach((node, people) -> lost.addAll(now.contains(node) ? Set.of() : people));
    elsewhere.keySet().retainAll(now);
    lose(lost);
    if (!known.containsAll(now)) {
      isAllUntold = true;
      tellLater();
    }
    known = now;
  }

  private void lose(Set<OwnerId> lost) {
    if (!lost.isEmpty()) {
      later(() -> miss(lost));
    }
  }

  private synchronized void miss(Collection<OwnerId> lost) {
    for (OwnerId person : lost) {
      if (!isThere(person) && isEldest()) {
        missed.add(person);
        changes.left(person);
      }
    }
  }

  private void hear(byte[] told) {
    try {
      take(Roll.read(told));
    } catch (RuntimeException e) {
      LOG.warn("another server told what can't be read", e);
    }
  }

  private synchronized void take(Roll roll) {
    if (!cluster.members().contains(roll.node())) {
      return; // once it is a member, it tells all
    }
    Set<OwnerId> there = elsewhere.computeIfAbsent(roll.node(), unknown -> new HashSet<>());
    switch (roll.word()) {
      case ALL -> {
        Set<OwnerId> lost = new HashSet<>(there);
        roll.people().forEach(lost::remove);
        there.removeAll(lost);
        lose(lost);
        roll.people().forEach(person -> appeared(person, there));
      }
      case HERE -> roll.people().forEach(person -> appeared(person, there));
      case GONE -> {
        roll.people().forEach(there::remove);
        roll.people().forEach(this::gone);
      }
      case LEFT -> {
        roll.people().forEach(there::remove);
        roll.people().forEach(this::left);
      }
    }
  }

  private void appeared(OwnerId person, Set<OwnerId> there) {
    there.add(person);
    noted.remove(person);
    if (missed.remove(person)) {
      changes.came(person);
    }
  }

  /** Another node had them, and thought that a third still has. */
  private void gone(OwnerId person) {
    if (!isThere(person) && !noted.remove(person) && isEldest()) {
      changes.left(person);
    }
  }

  /** Another node had them, thought that nobody else has, and noted that they have left. */
  private void left(OwnerId person) {
    if (here.containsKey(person)) {
      changes.came(person);
    } else if (isElsewhere(person)) {
      noted.add(person);
    }
  }

  private void tell(OwnerId person, Roll.Word word) {
    if (!cluster.isAlone()) {
      untold.put(person, word);
      tellLater();
    }
  }

  private void tellLater() {
    if (isTellingDue || cluster.isAlone()) {
      return;
    }
    isTellingDue = true;
    try {
      timer.execute(this::tellOthers);
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody is told any more: this server stops");
    }
  }

  /** Tells what has gathered: in order, and outside of what others wait for. */
  private void tellOthers() {
    synchronized (telling) {
      Map<Roll.Word, List<OwnerId>> words = new LinkedHashMap<>();
      synchronized (this) {
        isTellingDue = false;
        untold.forEach(
            (person, word) -> words.computeIfAbsent(word, none -> new ArrayList<>()).add(person));
        untold.clear();
        if (isAllUntold) {
          words.put(Roll.Word.ALL, List.copyOf(here.keySet()));
          isAllUntold = false;
        }
      }
      words.forEach(
          (word, people) -> cluster.tell(TOPIC, new Roll(word, cluster.self(), people).written()));
    }
  }

  private void later(Runnable task) {
    try {
      var unused = timer.schedule(task, grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody leaves any more: this server stops");
    }
  }
}
