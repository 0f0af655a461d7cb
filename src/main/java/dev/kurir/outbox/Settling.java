package dev.kurir.outbox;

import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Moved;
import dev.kurir.message.Outcome.OverQuota;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.message.Outcome.Uncertain;
import dev.kurir.metrics.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each outcome of an attempt means for its messages, its conversation and its bot. One thread.
 */
final class Settling {
  /** The occasion of {@link OwnerAlarms} for a bot whose credentials the network refuses. */
  static final String REVOKED = "revoked";

  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
  private static final int LONGEST_REASON = 500;
  private static final Duration REVOKED_PAUSE = Duration.ofMinutes(5);

  private static final Duration PROBE_READY = Duration.ofSeconds(5);

  /** How often a message follows its contact without a pause. */
  private static final int MOVES_AT_ONCE = 3;

  private final Capabilities network;
  private final Backlog backlog;
  private final Gates gates;
  private final Unsaved unsaved;
  private final FlushSettings settings;
  private final Backoff backoff;
  private final Time time;
  private final Meters meters;
  private final Map<ConversationId, String> paused;
  private final Set<BotId> revoked;

  /**
   * @param paused why nothing is sent to some contacts
   * @param revoked the bots whose owners were told that their credentials are refused
   */
  Settling(
      Capabilities network,
      Backlog backlog,
      Gates gates,
      Unsaved unsaved,
      FlushSettings settings,
      Backoff backoff,
      Time time,
      Meters meters,
      Map<ConversationId, String> paused,
      Set<BotId> revoked) {
    this.network = network;
    this.backlog = backlog;
    this.gates = gates;
    this.unsaved = unsaved;
    this.settings = settings;
    this.backoff = backoff;
    this.time = time;
    this.meters = meters;
    this.paused = paused;
    this.revoked = revoked;
  }

  /**
   * A network's words as they may be stored and shown: one line, not longer than a notice bears.
   */
  private static String shown(String reason) {
    String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 1) + "…";
  }

  Outcome.Settlement of(Flight flight) {
    return new OfFlight(flight);
  }

  /** The bot that would send it is gone for good. */
  void botRemoved(Conversation conversation, Addressee to) {
    unsent(conversation, to, "the bot that reached " + to.name() + " was removed");
  }

  /** The contact can't be reached until they write again. */
  void contactPaused(Conversation conversation, Addressee to, String reason) {
    unsent(conversation, to, "nothing is sent to them until they write again: " + reason);
  }

  private void unsent(Conversation conversation, Addressee to, String reason) {
    OutboxMessage head = conversation.queue.element();
    Notice notice = Notices.dead(head, network.displayName(), to.name(), reason);
    meters.settled(network.network(), "dead");
    unsaved.settled(
        new Unsaved.Receipt(
            head, to.bot(), "dead", conversation.attempts, reason, null, time.now(), notice));
    backlog.settled(conversation, 1);
  }

  private final class OfFlight implements Outcome.Settlement {
    private final Flight flight;
    private final Gate gate;

    OfFlight(Flight flight) {
      this.flight = flight;
      this.gate = gates.of(flight.bot());
      gate.end(time.nanos() - flight.begunAt());
    }

    private void answered() {
      if (gates.network.answered()) {
        LOG.info("{}: answers again", network.network());
      }
      gate.circuit.answered();
    }

    @Override
    public void delivered(Delivered outcome) {
      answered();
      if (revoked.remove(flight.bot())) {
        alarm(null);
      }
      List<NetworkMessageId> ids = outcome.sentIds();
      boolean named = ids.size() == flight.messages().size();
      for (int i = 0; i < flight.messages().size(); i++) {
        receipt(
            flight.messages().get(i), "delivered", null, named ? ids.get(i).value() : null, null);
      }
      backlog.settled(flight.conversation(), flight.messages().size());
    }

    @Override
    public void rejected(Rejected outcome) {
      answered();
      String reason = shown(outcome.reason());
      if (outcome.meaning() == Meaning.BOT_REVOKED) {
        botRevoked(reason);
      } else if (outcome.meaning() == Meaning.CONTACT_GONE) {
        contactGone(reason);
      } else if (flight.messages().size() > 1) {
        singly(reason);
      } else {
        dead(reason);
      }
    }

    /** One of several is to blame: the network took none, so each goes alone. */
    private void singly(String reason) {
      Conversation conversation = flight.conversation();
      failed(reason + "; each is sent alone now", time.now());
      conversation.attempts = flight.attempt();
      conversation.together = 0;
      conversation.singly = flight.messages().size();
      backlog.again(conversation);
    }

    private void contactGone(String reason) {
      ConversationId contact = flight.conversation().id;
      if (!contact.isMaster()) {
        paused.put(contact, reason);
        unsaved.paused.put(contact, reason);
      }
      for (OutboxMessage message : flight.messages()) {
        receipt(
            message,
            "dead",
            reason,
            null,
            Notices.gone(message, network.displayName(), flight.name(), reason));
      }
      backlog.settled(flight.conversation(), flight.messages().size());
    }

    private void botRevoked(String reason) {
      if (revoked.add(flight.bot())) {
        alarm(
            "%s refuses your bot %s: %s\nWhat it has to send waits. Repair its credentials there, or remove it and add it anew."
                .formatted(network.displayName(), flight.bot(), reason));
      }
      gate.circuit.hold(time.nanos(), REVOKED_PAUSE);
      park(REVOKED_PAUSE, reason);
    }

    private void alarm(@Nullable String text) {
      unsaved.alarms.add(new Unsaved.Alarm(flight.bot(), REVOKED, text, time.now()));
    }

    @Override
    public void uncertain(Uncertain outcome) {
      if (!flight.isRepeated()) {
        unreachable(Scope.NETWORK);
      }
      String reason = shown(outcome.reason());
      for (OutboxMessage message : flight.messages()) {
        receipt(
            message,
            "uncertain",
            reason,
            null,
            Notices.uncertain(message, network.displayName(), flight.name(), reason));
      }
      backlog.settled(flight.conversation(), flight.messages().size());
    }

    @Override
    public void retryLater(RetryLater outcome) {
      Duration asked = outcome.after();
      Duration after = asked == null ? pause(outcome.scope()) : asked;
      if (asked == null) {
        unreachable(outcome.scope());
      } else {
        answered();
        hold(outcome.scope(), asked, shown(outcome.reason()));
      }
      park(after, shown(outcome.reason()));
    }

    /** Where a circuit says when to probe, the conversation is soon ready to be the probe. */
    private Duration pause(Scope scope) {
      Duration pause = backoff.after(flight.attempt());
      return scope == Scope.CONVERSATION || pause.compareTo(PROBE_READY) < 0 ? pause : PROBE_READY;
    }

    private void unreachable(Scope scope) {
      long now = time.nanos();
      if (scope == Scope.NETWORK && gates.network.failed(now)) {
        LOG.warn(
            "{}: does not answer; nothing is sent but a probe now and then", network.network());
      } else if (scope == Scope.BOT) {
        gate.circuit.failed(now);
      }
      if (scope != Scope.NETWORK) {
        gates.network.unknown();
      }
      if (scope != Scope.BOT) {
        gate.circuit.unknown();
      }
    }

    private void hold(Scope scope, Duration asked, String reason) {
      if (scope == Scope.BOT) {
        gate.pause(time.nanos() + asked.toNanos());
        unsaved.botPauses.put(flight.bot(), new Unsaved.BotPause(time.now().plus(asked), reason));
      } else if (scope == Scope.NETWORK) {
        gates.network.hold(time.nanos(), asked);
      }
    }

    @Override
    public void moved(Moved outcome) {
      answered();
      unsaved.moved.put(
          flight.conversation().id, new Unsaved.Move(flight.bot(), flight.to(), outcome.to()));
      park(
          flight.attempt() <= MOVES_AT_ONCE ? Duration.ZERO : backoff.after(flight.attempt()),
          "the contact has moved");
    }

    @Override
    public void overQuota(OverQuota outcome) {
      answered();
      String reason = shown(outcome.reason());
      Conversation conversation = flight.conversation();
      failed(reason, outcome.until());
      conversation.attempts = flight.attempt();
      conversation.since = null;
      conversation.listening = true;
      backlog.park(conversation, outcome.until(), reason);
    }

    private void park(Duration after, String reason) {
      Instant now = time.now();
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
      conversation.together = flight.messages().size();
      backlog.park(conversation, at, reason);
    }

    private void dead(String reason) {
      for (OutboxMessage message : flight.messages()) {
        receipt(
            message,
            "dead",
            reason,
            null,
            Notices.dead(message, network.displayName(), flight.name(), reason));
      }
      backlog.settled(flight.conversation(), flight.messages().size());
    }

    private void failed(String reason, Instant retryAt) {
      meters.attemptFailed(network.network());
      LOG.info(
          "message {} by bot {}: attempt {} failed: {}; again at {}",
          flight.head(),
          flight.bot(),
          flight.attempt(),
          reason,
          retryAt);
      unsaved.failed(
          flight.head(), flight.attempt(), flight.messages().size(), reason, retryAt, time.now());
    }

    private void receipt(
        OutboxMessage message,
        String state,
        @Nullable String reason,
        @Nullable String sentId,
        @Nullable Notice notice) {
      if (reason != null) {
        LOG.warn("message {} by bot {}: {}: {}", message, flight.bot(), state, reason);
      }
      meters.settled(network.network(), state);
      unsaved.settled(
          new Unsaved.Receipt(
              message, flight.bot(), state, flight.attempt(), reason, sentId, time.now(), notice));
    }
  }
}
