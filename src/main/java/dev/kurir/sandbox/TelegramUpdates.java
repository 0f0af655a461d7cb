package dev.kurir.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A bot's updates of the last 24 hours that were not confirmed yet, oldest first, and which kinds
 * the bot wants. Not thread-safe: guarded by its account. Source: Bot API, "Getting updates".
 */
final class TelegramUpdates {
  /** One update, ready to be sent. */
  record Update(
      long id, String kind, com.fasterxml.jackson.databind.node.ObjectNode json, Instant at) {}

  private static final Duration KEPT = Duration.ofHours(24);

  private static final Set<String> ONLY_WHEN_NAMED =
      Set.of("chat_member", "message_reaction", "message_reaction_count");

  private final Deque<Update> pending = new ArrayDeque<>();
  private List<String> allowed = List.of();
  private long nextId = ThreadLocalRandom.current().nextLong(100_000_000, 999_000_000);

  /** Keeps an update, or drops it where the bot does not want its kind. */
  @Nullable Update add(com.fasterxml.jackson.databind.node.ObjectNode json, Instant now) {
    String kind = "";
    for (var names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      kind = name.equals("update_id") ? kind : name;
    }
    if (allowed.isEmpty() ? ONLY_WHEN_NAMED.contains(kind) : !allowed.contains(kind)) {
      return null;
    }
    long id = json.path("update_id").asLong(nextId);
    nextId = id + 1;
    var numbered = Json.object().put("update_id", id);
    numbered.setAll(json);
    Update update = new Update(id, kind, numbered, now);
    pending.addLast(update);
    return update;
  }

  void allow(List<String> kinds) {
    allowed = List.copyOf(kinds);
  }

  List<String> allowed() {
    return allowed;
  }

  /** Forgets what nobody took for a day. */
  void forget(Instant now) {
    pending.removeIf(update -> update.at().plus(KEPT).isBefore(now));
  }

  /**
   * Confirms and reads.
   *
   * @param offset everything below it is confirmed; negative: all but that many last ones
   */
  List<Update> read(long offset, int limit) {
    if (offset < 0) {
      while (pending.size() > -offset) {
        pending.removeFirst();
      }
    } else {
      while (!pending.isEmpty() && pending.getFirst().id() < offset) {
        pending.removeFirst();
      }
    }
    List<Update> read = new ArrayList<>();
    for (Update update : pending) {
      if (read.size() == limit) {
        break;
      }
      read.add(update);
    }
    return read;
  }

  @Nullable Update oldest() {
    return pending.peekFirst();
  }

  /** Confirms one that a webhook took. */
  void confirm(Update update) {
    pending.remove(update);
  }

  int size() {
    return pending.size();
  }

  void clear() {
    pending.clear();
  }
}
