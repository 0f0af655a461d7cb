package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes next: bots take turns, each as far as its gate lets it, a conversation when its chat's
 * pace lets it. What can't go now does not stand in another's way. One thread.
 */
final class Choice {
  private static final Duration UNPAIRED = Duration.ofMinutes(1);

  /** What has to wait for longer does so in the database while memory is full. */
  private static final Duration BEARABLE = Duration.ofSeconds(2);

  private final Capabilities network;
  private final NetworkRules rules;
  private final Backlog backlog;
  private final Gates gates;
  private final Addressees addressees;
  private final Settling settling;
  private final Map<ConversationId, String> paused;
  private final Time time;
  private long wake;

  /**
   * @param paused why nothing is sent to some contacts; changes from outside
   */
  Choice(
      Capabilities network,
      NetworkRules rules,
      Backlog backlog,
      Gates gates,
      Addressees addressees,
      Settling settling,
      Map<ConversationId, String> paused,
      Time time) {
    this.network = network;
    this.rules = rules;
    this.backlog = backlog;
    this.gates = gates;
    this.addressees = addressees;
    this.settling = settling;
    this.paused = paused;
    this.time = time;
  }

  /** Chooses what goes now; adds it to {@code chosen}. */
  void make(Connection connection, List<Flight> chosen) throws SQLException {
    long now = time.nanos();
    wake = backlog.next(now);
    if (!isOpen(gates.network.opensIn(now))) {
      return;
    }
    do {
      place(connection, now);
      for (BotId bot : backlog.ready.bots()) {
        choose(bot, chosen, now);
      }
    } while (backlog.ready.hasUnplaced());
    if (backlog.isFull()) {
      spill(now);
    }
    wake = Math.min(wake, backlog.next(now));
  }

  /** In how many nanoseconds something may go that could not now. */
  long wake() {
    return wake;
  }

  private boolean isOpen(long wait) {
    wake = wait > 0 ? Math.min(wake, wait) : wake;
    return wait <= 0;
  }

  /** Puts those on a bot's shelf of which it is not known whose they are. */
  private void place(Connection connection, long now) throws SQLException {
    List<Conversation> unplaced = backlog.ready.unplaced();
    addressees.read(unplaced, connection, now);
    for (Conversation conversation : unplaced) {
      Addressee to = addressees.of(conversation.id, now);
      String reason = paused.get(conversation.id);
      if (to == null) {
        throw new IllegalStateException("it was just read");
      } else if (to.removed()) {
        settling.botRemoved(conversation, to);
      } else if (to.bot() == null || to.address() == null) {
        Instant later = time.now().plus(UNPAIRED);
        backlog.park(conversation, later, "the owner has not paired yet");
      } else if (reason != null && !conversation.queue.element().retry()) {
        settling.contactPaused(conversation, to, reason);
      } else {
        backlog.ready.place(conversation, to.bot());
      }
    }
  }

  private void choose(BotId bot, List<Flight> chosen, long now) {
    Gate gate = gates.of(bot);
    for (Conversation next = backlog.ready.first(bot);
        next != null && isOpen(Math.max(gate.opensIn(now), gates.network.opensIn(now)));
        next = backlog.ready.first(bot)) {
      Addressee to = addressees.of(next.id, now);
      Address address = to == null ? null : to.address();
      if (to == null || address == null || !bot.equals(to.bot()) || to.removed()) {
        backlog.ready.unplace(next);
      } else if (paused.containsKey(next.id) && !next.queue.element().retry()) {
        backlog.ready.unplace(next);
      } else {
        begin(next, bot, address, to.name(), gate, chosen, now);
      }
    }
  }

  private void begin(
      Conversation conversation,
      BotId bot,
      Address address,
      String name,
      Gate gate,
      List<Flight> chosen,
      long now) {
    Pace.Rate pace = rules.pace(network.network(), address);
    long wait = gates.opensIn(conversation.id, pace);
    if (wait > 0) {
      backlog.rest(conversation, now + wait);
      return;
    }
    gates.begin(conversation.id, pace);
    gate.begin();
    gates.network.begun();
    List<OutboxMessage> messages = conversation.next(network.itemsPerRequest());
    int attempt = conversation.attempts + 1;
    backlog.underWay(conversation);
    chosen.add(
        new Flight(
            conversation,
            messages,
            bot,
            address,
            name,
            attempt,
            permit(messages.get(0), conversation, bot, address),
            now));
  }

  /** The permit of an attempt whose end nobody saw, or a new one for a new request. */
  private @Nullable String permit(
      OutboxMessage head, Conversation conversation, BotId bot, Address address) {
    OutboxMessage.Begun begun = head.begun();
    if (begun != null) {
      return begun.permit();
    }
    return conversation.together > 0
        ? null
        : rules.permit(network.network(), bot, address).orElse(null);
  }

  private void spill(long now) {
    Instant at = time.now();
    for (BotId bot : backlog.ready.bots()) {
      Gate.Rhythm rhythm = gates.of(bot).rhythm(now);
      long wait = rhythm.first();
      for (Conversation conversation : backlog.ready.of(bot)) {
        if (wait > BEARABLE.toNanos()) {
          backlog.park(conversation, at.plusNanos(wait), "its bot has to wait");
        }
        wait += rhythm.between();
      }
    }
  }
}
