package dev.kurir.network.xmpp;

import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one account sends: many messages under way over one stream, each delivered when the server
 * acknowledged it (XEP-0198 §4).
 *
 * <p>No acknowledgement for ten seconds breaks the line off, and resuming the stream settles what
 * was under way; after thirty the message is given back to be sent again with the same id, and that
 * stream is never resumed, so that it does not send it as well. Before a message is sent again the
 * account's archive is asked whether the server took it. If it did, the message is delivered, but
 * {@link Outcome.Uncertain} when the server was lost while taking just this one ({@link Doubts}).
 * Where there is no archive it is sent with the same id and a delay stamp, and a recipient whose
 * client ignores ids may see it twice.
 *
 * <p>A recipient's receipt (XEP-0184) delivers what nobody acknowledged. An error that comes after
 * the acknowledgement can only be logged. Thread-safe.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);
  private static final int REMEMBERED = 1_000;
  private static final String UNACKNOWLEDGED = "the session ended before it was acknowledged";
  private static final Outcome IN_DOUBT =
      new Outcome.Uncertain(
          "the server was lost while it took the message; perhaps it did not pass it on");

  private final String name;
  private final Workers workers;
  private final Clock clock;
  private final Unacknowledged unacknowledged = new Unacknowledged();
  private final Doubts doubts = new Doubts();

  /** When a message was first sent, for its delay stamp. */
  private final Map<String, Instant> firstSent =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
              return size() > REMEMBERED;
            }
          });

  Delivery(String name, Workers workers, Clock clock) {
    this.name = name;
    this.workers = workers;
    this.clock = clock;
  }

  /** Settles what a new connection acknowledges. */
  void watch(BotConnection connection) {
    connection.addStanzaAcknowledgedListener(stanza -> acknowledged(stanza.getStanzaId()));
  }

  private void acknowledged(@Nullable String id) {
    if (id != null) {
      doubts.heard(id);
      unacknowledged.acknowledged(id);
    }
  }

  /** Sends; the end is told once, at once or later, on any thread. */
  void send(BotConnection connection, Outgoing message, Consumer<Outcome> end) {
    if (message.again()) {
      workers.blocking().execute(() -> sendAgain(connection, message, end));
    } else {
      write(connection, message, message.stanza(null), end);
    }
  }

  private void sendAgain(BotConnection connection, Outgoing message, Consumer<Outcome> end) {
    try {
      Optional<MessageArchive> archive = MessageArchive.of(connection);
      boolean archived = archive.isPresent() && archive.get().holds(message.to(), message.id());
      if (doubts.about(message.id())) { // asked last: a receipt may have come meanwhile
        end.accept(IN_DOUBT);
        return;
      }
      if (archived) {
        end.accept(new Outcome.Delivered(List.of(new NetworkMessageId(message.id()))));
        return;
      }
    } catch (XMPPException | SmackException e) {
      LOG.warn("{}: its archive does not answer: {}", name, Failure.of(e).reason());
      Scope scope = e instanceof XMPPErrorException ? Scope.CONVERSATION : Scope.BOT;
      end.accept(later(scope, "archive: " + Failure.of(e).reason()));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end.accept(later(Scope.BOT, "interrupted"));
      return;
    }
    Instant first = firstSent.getOrDefault(message.id(), clock.instant());
    write(connection, message, message.stanza(first), end);
  }

  private void write(
      BotConnection connection, Outgoing message, Message stanza, Consumer<Outcome> end) {
    String id = message.id();
    firstSent.putIfAbsent(id, clock.instant());
    doubts.written(id, message.to());
    unacknowledged.add(id, end, alarm(connection, id));
    try {
      connection.sendStanza(stanza);
      if (!connection.isSmEnabled()) {
        askInstead(connection, id);
      }
    } catch (NotConnectedException e) {
      unacknowledged.end(id, later(Scope.BOT, "not connected"));
    } catch (InterruptedException e) {
      // Smack's queue was shut down under it; a connection that stands was really interrupted
      if (connection.ready()) {
        Thread.currentThread().interrupt();
      }
      unacknowledged.end(id, later(Scope.BOT, "not connected"));
    }
  }

  /**
   * A server without stream management answers a ping after what came before it (RFC 6120 §10.1).
   */
  private void askInstead(BotConnection connection, String id) {
    connection
        .sendIqRequestAsync(new Ping(connection.getXMPPServiceDomain()))
        .onSuccess(pong -> acknowledged(id))
        .onError(
            e -> {
              if (e instanceof XMPPErrorException) {
                acknowledged(id);
              }
            });
  }

  private Future<?> alarm(BotConnection connection, String id) {
    return workers.later(
        ANSWER_WITHIN,
        () -> {
          if (!unacknowledged.contains(id)) {
            return;
          }
          LOG.warn("{}: message {} is not acknowledged, the line is taken as broken", name, id);
          if (connection.ready()) {
            connection.breakOff();
          }
          workers.later(GIVE_UP_AFTER.minus(ANSWER_WITHIN), () -> giveUp(connection, id));
        });
  }

  private void giveUp(BotConnection connection, String id) {
    if (unacknowledged.contains(id)) {
      connection.spoil();
      if (connection.ready()) {
        connection.breakOff();
      }
      unacknowledged.end(id, later(Scope.BOT, "not acknowledged by the server"));
    }
  }

  /** An error came back. */
  void returned(Message error) {
    String id = error.getStanzaId();
    if (id != null) {
      doubts.heard(id);
    }
    if (id == null || !unacknowledged.returned(id, error.getError())) {
      LOG.warn(
          "{}: message {} came back after the server had taken it: {}",
          name,
          id,
          error.getError() == null ? "?" : Failure.condition(error.getError().getCondition()));
    }
  }

  /** A message arrived: perhaps a receipt for what was sent. */
  void arrived(Message message) {
    DeliveryReceipt receipt = DeliveryReceipt.from(message);
    if (receipt != null && doubts.received(receipt, message.getFrom())) {
      unacknowledged.acknowledged(receipt.getId());
    }
  }

  /**
   * Another session has begun on this connection, which could not resume the last: what that one
   * did not acknowledge is to be sent again. To be called before anything is sent.
   */
  void sessionBegan(BotConnection connection)
      throws SmackException, XMPPException, InterruptedException {
    try {
      doubts.look(connection);
    } catch (SmackException | XMPPException | InterruptedException e) {
      connection.spoil(); // once resumed it would no longer count as new
      throw e;
    }
    unacknowledged.endAll(later(Scope.CONVERSATION, UNACKNOWLEDGED)); // the bot itself is back
  }

  /** The session is over and no other follows: what it did not acknowledge is to be sent again. */
  void sessionEnded() {
    unacknowledged.endAll(later(Scope.BOT, UNACKNOWLEDGED));
  }

  private static Outcome later(Scope scope, String reason) {
    return new Outcome.RetryLater(null, scope, reason);
  }
}
