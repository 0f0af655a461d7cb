package dev.kurir.outbox;

import dev.kurir.database.Days;
import dev.kurir.database.Transaction;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ContactId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.metrics.Meters;
import dev.kurir.owner.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One process' outbox with fake networks: {@code telegram}, which can't recognise repeats and
 * serves one request a bot at a time, {@code xmpp}, which serves many, and {@code line}, which
 * recognises them and is the master. One thread.
 */
final class Post {
  static final NetworkName LINE = new NetworkName("line");
  static final NetworkName TELEGRAM = new NetworkName("telegram");
  static final NetworkName XMPP = new NetworkName("xmpp");

  final TestRules rules = new TestRules();
  final List<String> toldElsewhere = new ArrayList<>();
  final FakeNetwork line = new FakeNetwork();
  final FakeNetwork telegram;
  final FakeNetwork xmpp;
  final OutboxWriter writer;
  final Outbox outbox;
  final DeadLetters deadLetters;
  private final TestDatabase database;
  private final Set<NetworkName> woken = new HashSet<>();
  private final List<Dispatch> underWay = new ArrayList<>();
  private boolean dead;

  Post(TestDatabase database, Clock clock) {
    this(database, clock, new FakeNetwork(), new FakeNetwork());
  }

  Post(TestDatabase database, Clock clock, LongSupplier ticker) {
    this(database, clock, ticker, new FakeNetwork(), new FakeNetwork());
  }

  Post(TestDatabase database, Clock clock, FakeNetwork telegram, FakeNetwork xmpp) {
    this(database, clock, () -> clock.millis() * 1_000_000, telegram, xmpp);
  }

  private Post(
      TestDatabase database,
      Clock clock,
      LongSupplier ticker,
      FakeNetwork telegram,
      FakeNetwork xmpp) {
    this(database, clock, ticker, telegram, xmpp, database.database()::connect);
  }

  /** One of several, whose locks end when nobody touches them. */
  static Post ofACluster(TestDatabase database, Clock clock) {
    return new Post(
        database,
        clock,
        System::nanoTime,
        new FakeNetwork(),
        new FakeNetwork(),
        new Outbox.Connector() {
          @Override
          public Connection connect() throws SQLException {
            return database.database().connectForLocks(Duration.ofMinutes(1));
          }

          @Override
          public Duration lease() {
            return Duration.ofSeconds(3);
          }
        });
  }

  private Post(
      TestDatabase database,
      Clock clock,
      LongSupplier ticker,
      FakeNetwork telegram,
      FakeNetwork xmpp,
      Outbox.Connector connector) {
    this.database = database;
    this.telegram = telegram;
    this.xmpp = xmpp;
    this.writer = new OutboxWriter(new Days(database.pool(), clock), database.numbers(), clock);
    Map<NetworkName, Capabilities> networks = new HashMap<>();
    networks.put(LINE, new Capabilities(LINE, "LINE", 5000, 5, 8, true, true, Pace.FREE));
    networks.put(
        TELEGRAM, new Capabilities(TELEGRAM, "Telegram", 4096, 1, 1, false, false, Pace.FREE));
    networks.put(XMPP, new Capabilities(XMPP, "XMPP", 10_000, 1, 64, false, false, Pace.FREE));
    Outbox.Elsewhere elsewhere =
        new Outbox.Elsewhere() {
          @Override
          public void appended(NetworkName network, Lane lane) {
            toldElsewhere.add("appended " + network + " " + lane.number());
          }

          @Override
          public void heard(ConversationId conversation) {
            toldElsewhere.add("heard " + conversation.value());
          }

          @Override
          public void due(NetworkName network, ConversationId conversation) {
            toldElsewhere.add("due " + network + " " + conversation.value());
          }
        };
    this.outbox =
        new Outbox(
            new Outbox.Surroundings(
                database.pool(),
                connector,
                writer,
                networks,
                rules,
                LINE,
                new FlushSettings(Duration.ofHours(24)),
                clock,
                ticker,
                new Meters(new SimpleMeterRegistry()),
                woken::add,
                elsewhere));
    this.deadLetters = new DeadLetters(database.pool(), writer, outbox::appended);
  }

  /** Writes messages from the owner to a partner. */
  List<MessageId> write(NetworkName network, OwnerId owner, ContactId to, String... texts)
      throws SQLException {
    List<Draft> drafts = new ArrayList<>();
    for (String text : texts) {
      drafts.add(
          new Draft(
              network, false, owner, ConversationId.with(to), to, new MessageId(1), null, text));
    }
    return append(drafts);
  }

  /** Writes messages into the owner's master chat. */
  List<MessageId> tell(OwnerId owner, String... texts) throws SQLException {
    List<Draft> drafts = new ArrayList<>();
    for (String text : texts) {
      drafts.add(
          new Draft(
              LINE,
              false,
              owner,
              ConversationId.masterOf(owner),
              null,
              new MessageId(1),
              null,
              text));
    }
    return append(drafts);
  }

  List<MessageId> append(List<Draft> drafts) throws SQLException {
    List<OutboxWriter.Appended> appended =
        Transaction.in(database.pool(), connection -> writer.append(connection, drafts));
    appended.forEach(outbox::appended);
    return appended.stream().map(OutboxWriter.Appended::id).toList();
  }

  /** A round of every network; what it yields is handed over and stays under way. */
  void round() throws SQLException {
    for (NetworkName network : List.of(LINE, TELEGRAM, XMPP)) {
      round(network);
    }
  }

  /** A round of the network; what it yields is handed over and stays under way. */
  void round(NetworkName network) throws SQLException {
    woken.remove(network);
    for (Dispatch dispatch : outbox.round(network.value())) {
      network(network).take(dispatch);
      underWay.add(dispatch);
    }
  }

  /** Everything under way ends, as the networks will have it. */
  void end() {
    List<Dispatch> ending = List.copyOf(underWay);
    underWay.clear();
    ending.forEach(dispatch -> outbox.ended(dispatch, network(dispatch.network()).end(dispatch)));
  }

  int underWay() {
    return underWay.size();
  }

  /** Rounds until nobody asks for another and nothing is under way. */
  void settle() throws SQLException {
    round();
    while (!woken.isEmpty() || !underWay.isEmpty()) {
      end();
      for (NetworkName network : List.copyOf(woken)) {
        round(network);
      }
    }
  }

  /** A tick of the safety net, then as {@link #settle}. */
  void tick() throws SQLException {
    List.of(LINE, TELEGRAM, XMPP).forEach(network -> outbox.lookEverywhere(network.value()));
    settle();
  }

  /** The process dies: its lock goes with its connections, what was under way is never reported. */
  void die() {
    underWay.clear();
    telegram.forgetUnderWay();
    xmpp.forgetUnderWay();
    line.forgetUnderWay();
    database.cutAndForget();
    dead = true;
  }

  void stop() {
    if (!dead) {
      outbox.stop(Duration.ofSeconds(20));
    }
  }

  private FakeNetwork network(NetworkName name) {
    return name.equals(LINE) ? line : name.equals(TELEGRAM) ? telegram : xmpp;
  }
}
