package dev.kurir.outbox;

import dev.kurir.message.Capabilities;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Moved;
import dev.kurir.message.Outcome.OverQuota;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Uncertain;
import dev.kurir.metrics.Meters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each outcome of an attempt means for its message and its conversation. One thread. */
final class Settling {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
  private static final int LONGEST_REASON = 500;

  /** How often a message follows its contact without a pause. */
  private static final int MOVES_AT_ONCE = 3;

  private final Backlog backlog;
  private final Pauses pauses;
  private final Unsaved unsaved;
  private final FlushSettings settings;
  private final Notices notices;
  private final Backoff backoff;
  private final Clock clock;
  private final Meters meters;
  private final Capabilities network;

  Settling(
      Backlog backlog,
      Pauses pauses,
      Unsaved unsaved,
      FlushSettings settings,
      Notices notices,
      Backoff backoff,
      Clock clock,
      Meters meters,
      Capabilities network) {
    this.backlog = backlog;
    this.pauses = pauses;
    this.unsaved = unsaved;
    this.settings = settings;
    this.notices = notices;
    this.backoff = backoff;
    this.clock = clock;
    this.meters = meters;
    this.network = network;
  }

  /**
   * A network's words as they may be stored and shown: one line, not longer than a notice bears.
   */
  private static String shown(String reason) {
    String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 1) + "…";
  }

  Outcome.Settlement of(Flush.Flight flight) {
    return new OfFlight(flight);
  }

  /** The bot that would send it is gone for good. */
  void botRemoved(Conversation conversation, OutboxMessage head, Addressee to) {
    String reason = "the bot that reached " + to.name() + " was removed";
    Draft notice = notices.dead(head, network.displayName(), to.name(), reason);
    meters.settled(network.network(), "dead");
    unsaved.settled(
        new Unsaved.Receipt(
            head, to.bot(), "dead", conversation.attempts, reason, null, clock.instant(), notice));
    backlog.settled(conversation);
  }

  private final class OfFlight implements Outcome.Settlement {
    private final Flush.Flight flight;

    OfFlight(Flush.Flight flight) {
      this.flight = flight;
    }

    @Override
    public void delivered(Delivered outcome) {
      List<NetworkMessageId> ids = outcome.sentIds();
      end("delivered", null, ids.isEmpty() ? null : ids.get(0).value(), null);
    }

    @Override
    public void rejected(Rejected outcome) {
      dead(shown(outcome.reason()));
    }

    @Override
    public void uncertain(Uncertain outcome) {
      String reason = shown(outcome.reason());
      Draft notice =
          notices.uncertain(flight.message(), network.displayName(), flight.name(), reason);
      end("uncertain", reason, null, notice);
    }

    @Override
    public void retryLater(RetryLater outcome) {
      Duration asked = outcome.after();
      again(
          asked == null ? backoff.after(flight.attempt()) : asked,
          outcome.scope(),
          outcome.reason());
    }

    @Override
    public void moved(Moved outcome) {
      unsaved.moved.put(
          flight.conversation().id, new Unsaved.Move(flight.bot(), flight.to(), outcome.to()));
      again(
          flight.attempt() <= MOVES_AT_ONCE ? Duration.ZERO : backoff.after(flight.attempt()),
          Outcome.Scope.CONVERSATION,
          "the contact has moved");
    }

    @Override
    public void overQuota(OverQuota outcome) {
      String reason = shown(outcome.reason());
      failed(reason, outcome.until());
      backlog.park(flight.conversation(), outcome.until(), reason);
    }

    private void again(Duration after, Outcome.Scope scope, String why) {
      String reason = shown(why);
      Instant now = clock.instant();
      Instant at = now.plus(after);
      Conversation conversation = flight.conversation();
      Instant since = conversation.since == null ? now : conversation.since;
      if (at.isAfter(since.plus(settings.giveUpAfter()))) {
        dead("gave up after " + flight.attempt() + " attempts: " + reason);
        return;
      }
      failed(reason, at);
      conversation.since = since;
      conversation.attempts = flight.attempt();
      backlog.park(conversation, at, reason);
      if (scope == Outcome.Scope.BOT) {
        pauses.bot(flight.bot(), at);
      } else if (scope == Outcome.Scope.NETWORK) {
        pauses.network(at);
      }
    }

    private void dead(String reason) {
      end(
          "dead",
          reason,
          null,
          notices.dead(flight.message(), network.displayName(), flight.name(), reason));
    }

    private void failed(String reason, Instant retryAt) {
      meters.attemptFailed(network.network());
      LOG.info(
          "message {} by bot {}: attempt {} failed: {}; again at {}",
          flight.message(),
          flight.bot(),
          flight.attempt(),
          reason,
          retryAt);
      unsaved.attempted(
          new Unsaved.Attempt(
              flight.message(), flight.attempt(), "failed", reason, retryAt, clock.instant()));
    }

    private void end(
        String state, @Nullable String reason, @Nullable String sentId, @Nullable Draft notice) {
      if (reason != null) {
        LOG.warn("message {} by bot {}: {}: {}", flight.message(), flight.bot(), state, reason);
      }
      meters.settled(network.network(), state);
      unsaved.settled(
          new Unsaved.Receipt(
              flight.message(),
              flight.bot(),
              state,
              flight.attempt(),
              reason,
              sentId,
              clock.instant(),
              notice));
      backlog.settled(flight.conversation());
    }
  }
}
