package dev.kurir.messenger;

import dev.kurir.cluster.Cluster;
import dev.kurir.cluster.Servers;
import dev.kurir.database.Node;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.Outcome;
import dev.kurir.message.OwnerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messenger's service: answers datagrams ({@link Reception}), and pushes what users receive.
 * What is answered {@code ok} is on disk.
 *
 * <p>A user's mailbox is a conversation of the outbox: {@link #push} is its last step. Thread-safe.
 */
public final class Messenger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Messenger.class);
  private static final int WORKERS = 4;
  private static final int WAITING = 20_000;
  private static final long LOOK_S = 30;

  /** When what a push found just before a login has surely been settled. */
  private static final long SETTLED_S = 2;

  private final Surroundings around;
  private final Users users;
  private final Sessions sessions;
  private final Intake intake;
  private final Pages pages;
  private final Pushes pushes;
  private final BotMail botMail;
  private final Elsewhere elsewhere;
  private final Departures departures;
  private final Takeover takeover;
  private final Reception reception;
  private final Letters letters;
  private final Accounts accounts;
  private final ThreadPoolExecutor workers;
  private final ExecutorService storing;
  private final ScheduledExecutorService timer;

  /**
   * What the messenger needs from outside.
   *
   * @param acceptance makes arrivals safe; completes when they are on disk
   * @param bots the owners' bots by name
   * @param botNames all of them
   * @param community what is known of people who come other ways as well
   * @param present told the mailbox of a user who has just logged in
   * @param address where clients reach this server, {@code host:port}
   */
  public record Surroundings(
      DataSource active,
      Cluster cluster,
      Servers servers,
      String address,
      Wire wire,
      Function<List<Arrival>, CompletionStage<Void>> acceptance,
      Function<String, Optional<BotId>> bots,
      Supplier<List<String>> botNames,
      Community community,
      Consumer<ConversationId> present,
      MessengerSettings settings,
      Clock clock) {}

  private Messenger(Surroundings around) {
    this.around = around;
    this.workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            task -> daemon(task, "messenger"));
    workers.allowCoreThreadTimeOut(true);
    this.storing = Executors.newSingleThreadExecutor(task -> daemon(task, "messenger-intake"));
    this.timer =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "messenger-timer"));
    this.users = new Users(around.active());
    this.sessions = new Sessions(around.active(), around.cluster().self(), around.clock());
    this.intake = new Intake(around.acceptance(), storing);
    this.elsewhere = new Elsewhere(around.active(), around.cluster());
    Letters letters =
        new Letters(
            users, sessions, elsewhere, around.bots(), around.community(), intake, around.clock());
    this.letters = letters;
    this.botMail = new BotMail(users, letters, intake, workers);
    Mailbox mailbox = new Mailbox(around.active());
    this.pages = new Pages(sessions, elsewhere, mailbox, around.botNames(), around.servers());
    this.pushes = new Pushes(around.wire(), timer, around.clock());
    this.departures =
        new Departures(
            users, sessions, elsewhere, around.wire(), timer, pushes, around.community());
    this.accounts = new Accounts(users, departures::leave);
    pushes.begin(departures::silent);
    elsewhere.begin(departures);
    Access access =
        new Access(
            users,
            sessions,
            mailbox,
            around.settings(),
            around.servers(),
            workers,
            this::begun,
            departures::ended,
            departures::leave,
            elsewhere::gone);
    this.takeover =
        new Takeover(
            around.cluster(),
            sessions,
            elsewhere,
            around.wire(),
            around.address(),
            workers,
            timer,
            session -> {
              around.present().accept(session.mailbox());
              around.community().begun(session.user(), session.name());
            },
            departures::forget);
    this.reception =
        new Reception(
            around.wire(),
            around.settings().tokenRequired(),
            sessions,
            access,
            letters,
            pages,
            pushes,
            workers);
  }

  /** Begins to serve, with the sessions that there were before a restart. */
  public static Messenger open(Surroundings around) throws SQLException {
    Messenger messenger = new Messenger(around);
    messenger.sessions.restore(messenger.workers);
    // a crash may have parked a mailbox and not yet ended its session
    for (Session session : messenger.sessions.all()) {
      around.present().accept(session.mailbox());
      around.community().begun(session.user(), session.name());
    }
    var unused =
        messenger.timer.scheduleWithFixedDelay(
            messenger::lookAround, LOOK_S, LOOK_S, TimeUnit.SECONDS);
    messenger.elsewhere.reload();
    around.servers().counting(messenger::connected);
    if (around.settings().quota() > 0) {
      around.servers().onBeat(messenger.takeover::look);
    }
    return messenger;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A datagram has come; never blocks and never throws. */
  public void received(InetSocketAddress from, ByteBuffer datagram) {
    reception.received(from, datagram);
  }

  private void lookAround() {
    departures.endIdle(around.settings().idle());
    try {
      elsewhere.reload();
    } catch (SQLException e) {
      LOG.debug("not read who is elsewhere: {}", e.toString());
    }
  }

  private void begun(Session session) {
    elsewhere.begun(session);
    around.community().begun(session.user(), session.name());
    pages.users().forEach(page -> around.wire().send(session.peer(), page));
    around.present().accept(session.mailbox());
    var unused =
        timer.schedule(
            () -> around.present().accept(session.mailbox()), SETTLED_S, TimeUnit.SECONDS);
  }

  /** Keeps a name for an owner's bot; false when it is a user's. */
  public boolean keepName(String name) throws SQLException {
    return users.addBot(name);
  }

  /** The name of an owner's bot is free again. */
  public void freeName(String name) throws SQLException {
    users.removeBot(name);
  }

  /** Whether a user has the name. */
  public boolean isUser(String name) throws SQLException {
    return users.find(name).filter(user -> !user.bot()).isPresent();
  }

  /**
   * A name as the messenger has it.
   *
   * @throws InvalidFieldException naming the field
   */
  public static String name(String field, String written) {
    return UserName.of(field, written);
  }

  /** Puts what an owner's bot sends into a user's mailbox; repeatable. */
  public CompletionStage<Outcome> post(String bot, Dispatch dispatch) {
    return botMail.post(bot, dispatch);
  }

  /** Everybody's accounts. */
  public Accounts accounts() {
    return accounts;
  }

  /** Where messages to a name go: to an owner's bot, or into a user's mailbox. */
  public Optional<BotId> recipient(String name) throws SQLException {
    Optional<BotId> bot = around.bots().apply(name);
    return bot.isPresent()
        ? bot
        : accounts.named(name).map(account -> new BotId(account.id().value()));
  }

  /** Somebody reads their mailbox by its numbers now: what waits there need not wait longer. */
  public void present(OwnerId user) {
    around.present().accept(ConversationId.masterOf(user));
  }

  /**
   * Stores what somebody sends who comes another way than by the messenger's datagrams.
   *
   * @param clientId names the message for its sender and recipient: the same again is stored once
   * @return completes when it is on disk; fails with an {@link IOException} when it is not
   */
  public CompletionStage<Void> send(
      OwnerId from, String name, BotId to, String clientId, String text) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    boolean taken =
        intake.take(
            List.of(letters.arrival(from, name, to, clientId, text)),
            failure -> {
              if (failure == null) {
                end.complete(null);
              } else {
                end.completeExceptionally(failure);
              }
            });
    if (!taken) {
      end.completeExceptionally(new IOException("too much waits to be stored"));
    }
    return end;
  }

  /**
   * Hands a message of a mailbox to its user: to where they are logged in, or not at all where it
   * is read by its numbers.
   */
  public CompletionStage<Outcome> push(Dispatch dispatch) {
    Session session = sessions.of(new OwnerId(dispatch.bot().value()));
    if (session == null) {
      return CompletableFuture.completedFuture(
          around.community().reads(new OwnerId(dispatch.bot().value()))
              ? new Outcome.Delivered(List.of())
              : pushes.away(dispatch.recipient().value()));
    }
    Dispatch.Item item = dispatch.items().get(0);
    return pushes.push(session, item.number(), item.text());
  }

  /** Whether a user is logged in here. */
  public boolean isHere(OwnerId user) {
    return sessions.of(user) != null;
  }

  /**
   * At which server a user is logged in, who is not here.
   *
   * @throws SQLException when it can't be found out now
   */
  public Optional<Node> elsewhere(OwnerId user) throws SQLException {
    return elsewhere.of(user);
  }

  /** How many sessions there are here. */
  public int connected() {
    return sessions.count();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    storing.shutdown();
  }
}
