package dev.kurir.mapping;

import dev.kurir.database.Days;
import dev.kurir.database.Node;
import dev.kurir.inbox.Inbox;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.journal.Journal;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.metrics.Meters;
import dev.kurir.outbox.DeadLetters;
import dev.kurir.outbox.OutboxWriter;
import dev.kurir.owner.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node from the journal to the outbox tables: people write, engines map. One thread. */
final class Town implements AutoCloseable {
  private final Set<NetworkName> slow = ConcurrentHashMap.newKeySet();
  static final NetworkName LINE = new NetworkName("line");
  static final NetworkName TELEGRAM = new NetworkName("telegram");
  static final NetworkName XMPP = new NetworkName("xmpp");
  static final NetworkName UDP = new NetworkName("udp");
  private static final Map<NetworkName, Capabilities> NETWORKS =
      Map.of(
          LINE, new Capabilities(LINE, "LINE", 5000, 5, 8, true, true, Pace.FREE),
          TELEGRAM, new Capabilities(TELEGRAM, "Telegram", 100, 1, 1, false, false, Pace.FREE),
          XMPP, new Capabilities(XMPP, "XMPP", 10_000, 1, 64, false, false, Pace.FREE));

  final MappingEngine engine;
  final List<OwnerId> paired = new ArrayList<>();
  final LostAnswers answers;
  private final TestDatabase database;
  private final Clock clock;
  private final Journal journal;
  private final Inbox inbox;
  private final Node node;
  private final OutboxWriter writer;
  private final Names names;
  private Rules rules = Rules.NONE;
  private long last;

  Town(TestDatabase database, Clock clock, Path directory, Names names)
      throws IOException, SQLException {
    this.database = database;
    this.clock = clock;
    this.names = names;
    Days days = new Days(database.pool(), clock);
    this.writer = new OutboxWriter(days, database.numbers(), clock);
    this.journal = Journal.open(directory.resolve("journal"), 1 << 20, clock);
    this.node = Node.join(database.pool(), directory);
    this.answers = new LostAnswers(database.pool());
    this.inbox =
        new Inbox(
            journal,
            answers.pool(),
            node,
            days,
            clock,
            Duration.ofDays(7),
            new Meters(new SimpleMeterRegistry()),
            this::arrived);
    this.engine = newEngine();
  }

  private void arrived(List<InboxMessage> messages, boolean complete) {
    engine.arrived(messages, complete);
  }

  /** Another engine on the same node. */
  MappingEngine newEngine() throws SQLException {
    return MappingEngine.open(
        new MappingEngine.Surroundings(
            database.pool(),
            writer,
            new DeadLetters(database.pool(), writer, appended -> {}),
            NETWORKS,
            LINE,
            names,
            new ChangingRules(),
            new Meters(new SimpleMeterRegistry()),
            appended -> {},
            paired::add,
            heard -> {},
            slow::contains),
        node);
  }

  /** From now on this network takes seconds for what waits. */
  void slow(NetworkName network) {
    slow.add(network);
  }

  /** From now on these rules hold. */
  void rules(Rules other) {
    rules = other;
  }

  private final class ChangingRules implements Rules {
    @Override
    public boolean any(Point point) {
      return rules.any(point);
    }

    @Override
    public Ruling ask(Point point, Matter matter) {
      return rules.ask(point, matter);
    }
  }

  /** Somebody writes to a bot; it is stored, not yet mapped. */
  void writes(NetworkName network, BotId bot, String from, String text)
      throws SQLException, IOException {
    writes(network, bot, from, null, null, "text", text, null);
  }

  void writes(
      NetworkName network,
      BotId bot,
      String from,
      @Nullable String userName,
      @Nullable String displayName,
      String kind,
      String text,
      @Nullable String quotes)
      throws SQLException, IOException {
    store(List.of(arrival(network, bot, from, userName, displayName, kind, text, quotes)));
  }

  /** A user of the messenger writes to another, to a group or a room; at once, in this order. */
  void writes(OwnerId to, String from, List<String> texts) throws SQLException, IOException {
    BotId bot = new BotId(to.value());
    List<Arrival> arrivals = new ArrayList<>();
    for (String text : texts) {
      arrivals.add(arrival(UDP, bot, from, from, null, "text", text, null));
    }
    store(arrivals);
  }

  private Arrival arrival(
      NetworkName network,
      BotId bot,
      String from,
      @Nullable String userName,
      @Nullable String displayName,
      String kind,
      String text,
      @Nullable String quotes) {
    return new Arrival(
        network,
        bot,
        new NetworkMessageId("m" + ++last),
        new Address(from),
        userName,
        displayName,
        kind,
        text,
        quotes == null ? null : new NetworkMessageId(quotes),
        clock.instant(),
        clock.instant(),
        Map.of());
  }

  private void store(List<Arrival> arrivals) throws SQLException, IOException {
    inbox.accept(arrivals).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    while (inbox.store().more()) {}
  }

  /** Maps everything that is stored. */
  void map() throws SQLException {
    NETWORKS.keySet().forEach(network -> engine.lookEverywhere(network.value()));
    mapNew();
  }

  /** Maps what the engine was told of. */
  void mapNew() throws SQLException {
    for (NetworkName network : NETWORKS.keySet()) {
      mapNew(network);
    }
  }

  /** Maps what the engine was told of that one network brought; returns in how many batches. */
  int mapNew(NetworkName network) throws SQLException {
    int batches = 0;
    Optional<LaneBatch> batch = Optional.ofNullable(engine.take(network.value()));
    while (batch.isPresent()) {
      batches++;
      engine.store(engine.translate(batch.get()));
      engine.release(batch.get());
      batch = Optional.ofNullable(engine.take(network.value()));
    }
    return batches;
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
