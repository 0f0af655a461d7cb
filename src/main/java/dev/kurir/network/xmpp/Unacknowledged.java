package dev.kurir.network.xmpp;

import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jivesoftware.smack.packet.StanzaError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one account that were written and wait for the server's word: an acknowledgement
 * by stream management, an error that bounced, or the end of the session. Each ends exactly once,
 * whoever is first. Thread-safe.
 */
final class Unacknowledged {
  private static final Logger LOG = LoggerFactory.getLogger(Unacknowledged.class);
  private final ConcurrentMap<String, Waiting> waiting = new ConcurrentHashMap<>();

  private record Waiting(Consumer<Outcome> end, Future<?> alarm) {}

  /** Begins to wait; the alarm is cancelled at the end. */
  void add(String id, Consumer<Outcome> end, Future<?> alarm) {
    Waiting before = waiting.put(id, new Waiting(end, alarm));
    if (before != null) {
      before.alarm.cancel(false);
      before.end.accept(
          new Outcome.RetryLater(null, Scope.CONVERSATION, "overtaken by its own repeat"));
    }
  }

  boolean contains(String id) {
    return waiting.containsKey(id);
  }

  /** The server has it. */
  void acknowledged(@Nullable String id) {
    if (id != null) {
      end(id, new Outcome.Delivered(List.of(new NetworkMessageId(id))));
    }
  }

  /**
   * The server, or the recipient's, gave it back (RFC 6120 §8.3).
   *
   * @return false when it does not wait any more
   */
  boolean returned(String id, @Nullable StanzaError error) {
    return end(id, outcome(error));
  }

  /** Ends it, unless it has ended. */
  boolean end(String id, Outcome outcome) {
    Waiting found = waiting.remove(id);
    if (found == null) {
      return false;
    }
    found.alarm.cancel(false);
    try {
      found.end.accept(outcome);
    } catch (RuntimeException e) {
      // one caller's fault must not keep the others of the same acknowledgement waiting
      LOG.error("message {}: its sender failed: {}", id, e.getClass().getSimpleName());
    }
    return true;
  }

  /** Their session has ended, and whether the server has them is in its archive at best. */
  void endAll(Outcome outcome) {
    waiting.keySet().forEach(id -> end(id, outcome));
  }

  private static Outcome outcome(@Nullable StanzaError error) {
    if (error == null) {
      return new Outcome.Rejected("returned without a reason", Meaning.MESSAGE);
    }
    String reason = "returned: " + Failure.condition(error.getCondition());
    if (error.getType() == StanzaError.Type.WAIT) {
      return new Outcome.RetryLater(null, Scope.CONVERSATION, reason);
    }
    boolean gone = error.getCondition() == StanzaError.Condition.gone;
    return new Outcome.Rejected(reason, gone ? Meaning.CONTACT_GONE : Meaning.MESSAGE);
  }
}
