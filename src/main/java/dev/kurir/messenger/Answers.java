package dev.kurir.messenger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What requests with an id were answered within the last minutes, so that a repeated one is done
 * once and answered again. Another request under the same id is another one. Thread-safe.
 */
final class Answers {
  private static final int REMEMBERED = 50_000;

  /** What may be done again as well: it only looks, or says what was said before. */
  private static final Set<String> REPEATABLE =
      Set.of("/ack", "/users", "/inbox", "/read", "/servers", "/help");

  private static final Duration KEPT = Duration.ofMinutes(2);

  private final Cache<Key, Slot> slots =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(KEPT).build();

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
    Slot mine = new Slot();
    if (request.id().isEmpty() || REPEATABLE.contains(request.command())) {
      return mine;
    }
    return slots.asMap().putIfAbsent(key(from, request), mine) == null ? mine : null;
  }

  /** What a repeated request was answered; empty while it is being done. */
  List<String> given(InetSocketAddress from, Request request) {
    Slot slot = slots.getIfPresent(key(from, request));
    return slot == null ? List.of() : slot.given();
  }

  /** It was not done: the next one is tried again. */
  void forget(InetSocketAddress from, Request request) {
    if (!request.id().isEmpty()) {
      slots.invalidate(key(from, request));
    }
  }

  private static Key key(InetSocketAddress from, Request request) {
    return new Key(from, request.id(), request.command(), request.argument());
  }
}
