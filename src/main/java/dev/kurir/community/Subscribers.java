package dev.kurir.community;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.cluster.Cluster;
import dev.kurir.message.OwnerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who follows which mailbox at this node, and how they hear of what is stored at any. Other nodes
 * are told of new letters by the numbers of mailboxes, some milliseconds' together. Thread-safe.
 */
public final class Subscribers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Subscribers.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LETTERS = "letters";
  private static final String NEWS = "news";
  private static final int READERS = 4;
  private static final int TOLD_EVERY_MS = 10;
  private static final int LOOK_EVERY_MS = 1_000;

  private final Mailboxes mailboxes;
  private final Cluster cluster;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(READERS, task -> daemon(task, "event-streams"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "event-streams-timer"));
  private final Map<OwnerId, List<Subscription>> following = new ConcurrentHashMap<>();
  private final Set<OwnerId> toTell = ConcurrentHashMap.newKeySet();

  private Subscribers(Mailboxes mailboxes, Cluster cluster) {
    this.mailboxes = mailboxes;
    this.cluster = cluster;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to listen to other nodes. */
  public static Subscribers open(Mailboxes mailboxes, Cluster cluster) {
    Subscribers subscribers = new Subscribers(mailboxes, cluster);
    var unused =
        subscribers.timer.scheduleWithFixedDelay(
            subscribers::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    if (!cluster.isAlone()) {
      cluster.hear(LETTERS, subscribers::hearLetters);
      cluster.hear(NEWS, subscribers::hearNews);
      cluster.onChange(subscribers::resumeAll);
      var telling =
          subscribers.timer.scheduleWithFixedDelay(
              subscribers::tell, TOLD_EVERY_MS, TOLD_EVERY_MS, TimeUnit.MILLISECONDS);
    }
    return subscribers;
  }

  /**
   * Begins to follow somebody's mailbox, with all that it has after a number.
   *
   * @return to be given to {@link #unfollow} when the client has gone
   */
  public Subscription follow(Person person, UUID login, long after, EventStream stream) {
    Subscription subscription =
        new Subscription(person, login, after, stream, mailboxes, this::read);
    following.compute(
        person.id(),
        (mailbox, others) -> {
          List<Subscription> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(subscription);
          return all;
        });
    subscription.resume();
    return subscription;
  }

  private void read(Runnable task) {
    try {
      readers.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("stopping: a stream is left as it is");
    }
  }

  /** Its client has gone. */
  public void unfollow(Subscription subscription) {
    subscription.close();
    following.computeIfPresent(
        subscription.mailbox(),
        (mailbox, all) -> {
          all.remove(subscription);
          return all.isEmpty() ? null : all;
        });
  }

  /** How many there are. */
  public int count() {
    return following.values().stream().mapToInt(List::size).sum();
  }

  /** A letter has been stored by this node. */
  public void stored(OwnerId mailbox, long number, String text, Instant at) {
    List<Subscription> some = following.get(mailbox);
    if (some != null) {
      Letter letter = Letter.of(number, text, at, false);
      some.forEach(subscription -> subscription.stored(letter));
    }
    if (!cluster.isAlone()) {
      toTell.add(mailbox);
    }
  }

  /** Tells somebody something that has no number, at whichever node they are. */
  public void news(OwnerId to, String event, Object data) {
    pass(to, event, data);
    if (!cluster.isAlone()) {
      try {
        cluster.tell(NEWS, JSON.writeValueAsBytes(List.of(to.value(), event, data)));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(event + " can't be written as JSON", e);
      }
    }
  }

  private void pass(OwnerId to, String event, Object data) {
    some(to).forEach(subscription -> subscription.news(event, data));
  }

  private Collection<Subscription> some(OwnerId mailbox) {
    return following.getOrDefault(mailbox, List.of());
  }

  /** A login has ended: its streams do. */
  public void endOf(UUID login) {
    following.values().stream()
        .flatMap(List::stream)
        .filter(subscription -> subscription.login().equals(login))
        .forEach(Subscription::end);
  }

  private void tell() {
    Set<OwnerId> some = new HashSet<>(toTell);
    if (!some.isEmpty()) {
      toTell.removeAll(some);
      String words = some.stream().map(OwnerId::toString).collect(Collectors.joining(" "));
      cluster.tell(LETTERS, words.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void hearLetters(byte[] words) {
    for (String word : new String(words, StandardCharsets.UTF_8).split(" ")) {
      some(new OwnerId(Integer.parseInt(word))).forEach(Subscription::resume);
    }
  }

  private void hearNews(byte[] words) {
    try {
      JsonNode told = JSON.readTree(words);
      pass(new OwnerId(told.path(0).asInt()), told.path(1).asText(), told.path(2));
    } catch (IOException e) {
      LOG.warn("another server told news that can't be read");
    }
  }

  private void resumeAll() {
    following.values().stream().flatMap(List::stream).forEach(Subscription::resume);
  }

  /** What could not be read because the database was away. */
  private void look() {
    following.values().stream()
        .flatMap(List::stream)
        .filter(Subscription::isBehind)
        .forEach(Subscription::resume);
  }

  @Override
  public void close() {
    following.values().stream().flatMap(List::stream).forEach(Subscription::end);
    timer.shutdownNow();
    readers.shutdown();
  }
}
