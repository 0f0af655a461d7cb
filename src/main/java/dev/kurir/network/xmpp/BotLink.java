package dev.kurir.network.xmpp;

import dev.kurir.message.Outcome;
import dev.kurir.network.BotHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jivesoftware.smack.ConnectionListener;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.PresenceBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account's line to its server, kept up: it connects, resumes or signs in anew after every loss
 * with growing pauses, and never stops trying before {@link #close}.
 *
 * <p>It signs in only where this node holds the bot: else it would end another node's connection.
 *
 * <p>It says that it is available only while somebody listens; until then the server keeps what
 * arrives. One step at a time on a worker thread; the rest is thread-safe.
 */
final class BotLink {
  private static final Logger LOG = LoggerFactory.getLogger(BotLink.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration BEHIND_PAUSE = Duration.ofSeconds(5);
  private static final Duration PAUSE_WHEN_REFUSED = Duration.ofMinutes(2);
  private static final Duration STABLE_AFTER = Duration.ofSeconds(10);
  private static final Duration WATCH_EVERY = Duration.ofSeconds(60);
  private static final int PING_WITHIN_MS = 15_000;
  private static final int PRIORITY = 50;

  private final String name;
  private final XmppAccount account;
  private final Workers workers;
  private final Delivery delivery;
  private final Intake intake;
  private final BooleanSupplier holds;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final CompletableFuture<Optional<Failure>> opened = new CompletableFuture<>();

  private volatile @Nullable BotConnection connection;
  private volatile boolean online;
  private volatile boolean closed;
  private volatile boolean channelBinding = true;
  private volatile String state = "connecting";
  private volatile int failures;
  private volatile long onlineSince;

  /**
   * Makes it; nothing happens before {@link #open}.
   *
   * @param name what logs call it
   * @param intakes makes the receiving side, given what sends receipts
   * @param holds whether this node may act for it now
   */
  BotLink(
      String name,
      XmppAccount account,
      Workers workers,
      Delivery delivery,
      IntakeMaker intakes,
      BooleanSupplier holds) {
    this.name = name;
    this.account = account;
    this.workers = workers;
    this.delivery = delivery;
    this.holds = holds;
    this.intake = intakes.make(this::receipt);
  }

  /** Makes the receiving side. */
  @FunctionalInterface
  interface IntakeMaker {
    Intake make(Consumer<Message> receipts);
  }

  /**
   * Begins, and waits a while for the first connection.
   *
   * @return why it did not succeed yet; it goes on trying
   */
  Optional<Failure> open(Duration patience) throws InterruptedException {
    step(Duration.ZERO);
    workers.later(WATCH_EVERY, this::watch);
    try {
      return opened.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.of(new Failure("no answer yet", false, false));
    } catch (java.util.concurrent.ExecutionException e) {
      return Optional.of(Failure.of(e));
    }
  }

  /** Somebody listens now, or, with null, nobody does any more. */
  void listen(Intake.@Nullable Sink sink) {
    intake.sink(sink);
    BotConnection now = connection;
    if (sink == null && now != null && online) {
      workers.blocking().execute(() -> quietly(now, presence(Presence.Type.unavailable)));
    } else if (sink != null) {
      step(Duration.ZERO);
    }
  }

  /** Sends; the end is told once, on any thread. */
  void send(Outgoing message, Consumer<Outcome> end) {
    BotConnection now = connection;
    if (now == null || !online || !now.ready()) {
      end.accept(
          new Outcome.RetryLater(null, Outcome.Scope.BOT, "not connected: " + health().detail()));
    } else {
      delivery.send(now, message, end);
    }
  }

  BotHealth health() {
    BotConnection now = connection;
    boolean up = online && now != null && now.ready();
    return new BotHealth(up, up ? "connected" : state);
  }

  /** Ends the stream in order, within three seconds, or breaks it off. */
  void close() {
    closed = true;
    online = false;
    intake.close();
    BotConnection last = connection;
    if (last != null) {
      last.setReplyTimeout(2_000);
      Thread farewell = new Thread(last::disconnect, "xmpp-close-" + name);
      farewell.setDaemon(true);
      farewell.start();
      try {
        farewell.join(3_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    delivery.sessionEnded();
    state = "closed";
  }

  /** Takes the next step soon, unless one is under way: that one looks again when it ends. */
  private void step(Duration after) {
    if (!closed && busy.compareAndSet(false, true)) {
      workers.later(after, this::strive);
    }
  }

  private void strive() {
    Duration pause = Duration.ZERO;
    try {
      if (!closed && holds.getAsBoolean()) {
        advance();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pause = LONGEST_PAUSE;
    } catch (Exception e) {
      pause = failed(e);
    } finally {
      busy.set(false);
    }
    BotConnection now = connection;
    boolean lost = now == null || !now.ready();
    boolean behind = intake.listening() && !intake.current();
    if (closed) {
      close(); // it was closed while it connected
    } else if (lost) {
      step(pause.isZero() ? pause() : pause);
    } else if (behind) {
      step(BEHIND_PAUSE);
    }
  }

  private void advance()
      throws XMPPException, SmackException, java.io.IOException, InterruptedException {
    BotConnection now = usable();
    if (!now.ready()) {
      signIn(now);
    }
    if (intake.listening() && !intake.current()) {
      receive(now);
    }
    opened.complete(Optional.empty());
  }

  private BotConnection usable() {
    BotConnection now = connection;
    if (now == null || !now.reusable()) {
      if (now != null && now.isConnected()) {
        now.end();
      }
      BotConnection fresh = new BotConnection(account.configuration(channelBinding), this::arrived);
      delivery.watch(fresh);
      fresh.addConnectionListener(new Watcher(fresh));
      connection = fresh;
      return fresh;
    }
    return now;
  }

  private void signIn(BotConnection now)
      throws XMPPException, SmackException, java.io.IOException, InterruptedException {
    if (!now.isConnected()) {
      now.connect();
    }
    now.login();
    if (!now.streamWasResumed()) {
      intake.hold();
      delivery.sessionBegan(now);
    }
    onlineSince = System.nanoTime();
    online = true;
    LOG.info("{}: {}", name, now.streamWasResumed() ? "stream resumed" : "signed in");
  }

  /** Says that it is there, and takes what waits. */
  private void receive(BotConnection now)
      throws XMPPException, SmackException, InterruptedException {
    Optional<MessageArchive> archive = MessageArchive.of(now);
    intake.hold();
    intake.archived(archive.isPresent());
    now.sendStanza(presence(Presence.Type.available));
    opened.complete(Optional.empty());
    intake.catchUp(archive);
  }

  private Duration failed(Exception e) {
    Failure failure = Failure.of(e);
    BotConnection now = connection;
    if (now != null) {
      if (e instanceof NotStoredException) {
        now.spoil();
      }
      now.end();
    }
    online = false;
    failures++;
    if (failure.binding() && channelBinding) {
      channelBinding = false; // a broken server may still do the mechanisms without it
      connection = null;
      return Duration.ofMillis(1);
    }
    if (failure.credentials()) {
      channelBinding = true;
      connection = null;
    }
    state = failure.reason();
    opened.complete(Optional.of(failure));
    LOG.warn("{}: {}, trying again", name, failure.reason());
    return failure.credentials() ? PAUSE_WHEN_REFUSED : pause();
  }

  /** Doubles from a quarter of a second, and differs so that not all bots come at once. */
  private Duration pause() {
    long longest = Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(failures, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  private void arrived(Message message) {
    if (message.getType() == Message.Type.error) {
      delivery.returned(message);
    } else {
      delivery.arrived(message);
      intake.accept(message);
    }
  }

  /** XEP-0184 §5.3, only after the message is stored. */
  private void receipt(Message message) {
    BotConnection now = connection;
    String id = message.getStanzaId();
    if (now == null || id == null || DeliveryReceiptRequest.from(message) == null) {
      return;
    }
    Message receipt =
        StanzaBuilder.buildMessage()
            .ofType(message.getType())
            .to(message.getFrom())
            .addExtension(new DeliveryReceipt(id))
            .build();
    workers.blocking().execute(() -> quietly(now, receipt));
  }

  private static Presence presence(Presence.Type type) {
    PresenceBuilder builder = StanzaBuilder.buildPresence().ofType(type);
    return (type == Presence.Type.available ? builder.setPriority(PRIORITY) : builder).build();
  }

  private void quietly(BotConnection now, org.jivesoftware.smack.packet.Stanza stanza) {
    try {
      if (now.ready()) {
        now.sendStanza(stanza);
      }
    } catch (NotConnectedException e) {
      LOG.debug("{}: a receipt or presence was not sent, the line is down", name);
    } catch (InterruptedException e) {
      if (now.ready()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Finds a line that is dead without a word (a server that vanished sends no FIN). */
  private void watch() {
    if (closed) {
      return;
    }
    BotConnection now = connection;
    if (now != null && now.ready()) {
      now.sendIqRequestAsync(new Ping(now.getXMPPServiceDomain()), PING_WITHIN_MS)
          .onError(
              e -> {
                if (e instanceof SmackException.NoResponseException) {
                  now.breakOff();
                }
              });
    } else {
      step(Duration.ZERO);
    }
    workers.later(WATCH_EVERY, this::watch);
  }

  /** Notices that a connection ended, by error or by the server's wish. */
  private final class Watcher implements ConnectionListener {
    private final BotConnection watched;

    Watcher(BotConnection watched) {
      this.watched = watched;
    }

    @Override
    public void connectionClosed() {
      lost("the server closed the stream");
    }

    @Override
    public void connectionClosedOnError(Exception e) {
      lost(Failure.of(e).reason());
    }

    private void lost(String reason) {
      if (closed || connection != watched || watched.ready()) {
        return;
      }
      online = false;
      boolean stable = System.nanoTime() - onlineSince > STABLE_AFTER.toNanos();
      failures = stable ? 0 : failures + 1;
      state = "reconnecting: " + reason;
      LOG.warn("{}: {}, reconnecting", name, reason);
      step(pause());
    }
  }
}
