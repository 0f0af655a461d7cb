package dev.kurir.messenger;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What requests with an id were answered within the last half minute, so that a repeated one is
 * done once and answered again. Another request under the same id is another one. Two generations,
 * of which the older one is forgotten as a whole: when the younger is old enough, or full.
 * Thread-safe.
 */
final class Answers {
  private static final int MOST = 30_000;
  private static final long LIFE = Duration.ofSeconds(20).toNanos();

  /** What may be done again as well: it only looks, or says what was said before. */
  private static final Set<String> REPEATABLE =
      Set.of("/ack", "/users", "/inbox", "/read", "/servers", "/help");

  private Map<Key, Slot> young = new HashMap<>();
  private Map<Key, Slot> old = new HashMap<>();
  private long begun = System.nanoTime();

  private record Key(InetSocketAddress from, String id, String command, String argument) {
    @Override
    public String toString() {
      return command;
    }
  }

  /** The answers to one request. Thread-safe. */
  static final class Slot {
    private final List<String> given = new ArrayList<>(1);

    synchronized void remember(String answer) {
      given.add(answer);
    }

    /** What was answered so far. */
    synchronized List<String> given() {
      return List.copyOf(given);
    }
  }

  /** A slot for a request that was not seen before; null: it was, see {@link #given}. */
  @Nullable Slot begin(InetSocketAddress from, Request request) {
    if (request.id().isEmpty() || REPEATABLE.contains(request.command())) {
      return new Slot();
    }
    Key key = key(from, request);
    synchronized (this) {
      if (known(key) != null) {
        return null;
      }
      long now = System.nanoTime();
      if (young.size() >= MOST || now - begun > LIFE) {
        old = young;
        young = new HashMap<>();
        begun = now;
      }
      Slot mine = new Slot();
      young.put(key, mine);
      return mine;
    }
  }

  private @Nullable Slot known(Key key) {
    Slot slot = young.get(key);
    return slot == null ? old.get(key) : slot;
  }

  /** What a repeated request was answered; empty while it is being done. */
  synchronized List<String> given(InetSocketAddress from, Request request) {
    Slot slot = known(key(from, request));
    return slot == null ? List.of() : slot.given();
  }

  /** It was not done: the next one is tried again. */
  synchronized void forget(InetSocketAddress from, Request request) {
    Key key = key(from, request);
    young.remove(key);
    old.remove(key);
  }

  private static Key key(InetSocketAddress from, Request request) {
    return new Key(from, request.id(), request.command(), request.argument());
  }
}
