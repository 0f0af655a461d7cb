package dev.kurir.outbox;

import dev.kurir.message.BotId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conversations whose head may go, on a shelf for each bot, those that came first at the front;
 * and those of which it is not known, or not for sure any more, which bot serves them. One thread.
 */
final class Ready {
  private final Map<BotId, Set<Conversation>> shelves = new LinkedHashMap<>();
  private final Set<Conversation> unplaced = new LinkedHashSet<>();

  /** Adds a conversation where it was before. */
  void add(Conversation conversation) {
    BotId bot = conversation.shelf;
    if (bot == null) {
      unplaced.add(conversation);
    } else {
      shelves.computeIfAbsent(bot, b -> new LinkedHashSet<>()).add(conversation);
    }
  }

  void place(Conversation conversation, BotId bot) {
    unplaced.remove(conversation);
    conversation.shelf = bot;
    add(conversation);
  }

  /** Somebody must look anew which bot serves it. */
  void unplace(Conversation conversation) {
    remove(conversation);
    conversation.shelf = null;
    unplaced.add(conversation);
  }

  void remove(Conversation conversation) {
    BotId bot = conversation.shelf;
    if (bot == null) {
      unplaced.remove(conversation);
      return;
    }
    Set<Conversation> shelf = shelves.get(bot);
    if (shelf != null && shelf.remove(conversation) && shelf.isEmpty()) {
      shelves.remove(bot);
    }
  }

  List<Conversation> unplaced() {
    return List.copyOf(unplaced);
  }

  boolean hasUnplaced() {
    return !unplaced.isEmpty();
  }

  Collection<BotId> bots() {
    return List.copyOf(shelves.keySet());
  }

  /** The first of a bot's; null when it has none. */
  @Nullable Conversation first(BotId bot) {
    Set<Conversation> shelf = shelves.get(bot);
    return shelf == null ? null : shelf.iterator().next();
  }

  List<Conversation> of(BotId bot) {
    return List.copyOf(shelves.getOrDefault(bot, Set.of()));
  }

  void clear() {
    shelves.clear();
    unplaced.clear();
  }
}
