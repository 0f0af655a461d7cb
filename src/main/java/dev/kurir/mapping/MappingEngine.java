package dev.kurir.mapping;

import dev.kurir.database.Columns;
import dev.kurir.database.Node;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.metrics.Meters;
import dev.kurir.outbox.DeadLetters;
import dev.kurir.outbox.OutboxWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mapping engine's steps: {@link #take} the next messages of some lanes, {@link #translate}
 * them, {@link #store} what they become, {@link #release} the lanes.
 *
 * <p>Taking locks nothing in the database. Storing writes the outbox rows and moves the cursors in
 * one transaction, and only if the cursors stand where they stood at the taking: of two engines
 * with the same messages one stores and the other's work is dropped. A crash anywhere before leaves
 * nothing behind. Thread-safe; several engines may run, on one node or many.
 */
public final class MappingEngine {
  private static final Logger LOG = LoggerFactory.getLogger(MappingEngine.class);
  private static final int BATCH = 1_000;
  private static final int MOST_LANES = 8;

  private final DataSource active;
  private final OutboxWriter writer;
  private final Translation translation;
  private final Meters meters;
  private final Consumer<OutboxWriter.Appended> appended;
  private final Consumer<ConversationId> heard;
  private final Node node;
  private final Set<NetworkName> networks;
  private final Lanes lanes;
  private final Fresh fresh = new Fresh();
  private final LaneReader reader;

  private final Gathering gathering;

  /** How many lanes an engine takes: fewer where another node's engines take the same. */
  private volatile int atOnce = MOST_LANES;

  private MappingEngine(
      DataSource active,
      OutboxWriter writer,
      Translation translation,
      Meters meters,
      Consumer<OutboxWriter.Appended> appended,
      Consumer<ConversationId> heard,
      Predicate<NetworkName> slow,
      Set<NetworkName> networks,
      Node node) {
    this.networks = networks;
    this.node = node;
    this.lanes = new Lanes(node.id() * MOST_LANES % Lane.COUNT);
    this.reader = new LaneReader(active, node, fresh);
    this.active = active;
    this.writer = writer;
    this.translation = translation;
    this.meters = meters;
    this.appended = appended;
    this.heard = heard;
    this.gathering = new Gathering(slow, System::nanoTime);
  }

  /**
   * What the engines need from outside.
   *
   * @param networks limits and names of the networks that take part; may grow, see {@link #serve}
   * @param usualMaster the master network of owners without a master bot
   * @param names asks networks for display names
   * @param rules what engineers want of messages
   * @param appended told of each new outbox message, after the commit
   * @param paired told the id of an owner who has just paired
   * @param heard told, after the commit, of each conversation whose other side wrote
   * @param slow whether nothing new for a network is in a hurry
   */
  public record Surroundings(
      DataSource active,
      OutboxWriter writer,
      DeadLetters deadLetters,
      Map<NetworkName, Capabilities> networks,
      NetworkName usualMaster,
      Names names,
      Rules rules,
      Meters meters,
      Consumer<OutboxWriter.Appended> appended,
      Consumer<OwnerId> paired,
      Consumer<ConversationId> heard,
      Predicate<NetworkName> slow) {}

  /** Makes the engines of this node and its cursors. */
  public static MappingEngine open(Surroundings around, Node node) throws SQLException {
    addCursors(around.active(), node);
    Directory directory = new Directory(around.active(), around.usualMaster());
    MasterChat masterChat = new MasterChat(around.networks());
    Commands commands = new Commands(directory, around.deadLetters(), masterChat);
    Translation translation =
        new Translation(
            new Letters(around.active()),
            directory,
            new Partners(around.active(), around.names()),
            masterChat,
            new OwnerChat(directory, commands::drafts, masterChat, around.networks()),
            new RuleBook(around.rules(), directory, masterChat, around.networks()),
            owner -> around.paired().accept(owner.id()));
    MappingEngine engine =
        new MappingEngine(
            around.active(),
            around.writer(),
            translation,
            around.meters(),
            around.appended(),
            around.heard(),
            around.slow(),
            around.networks().keySet(),
            node);
    around.networks().keySet().forEach(engine.lanes::markAll);
    return engine;
  }

  /** A network takes part from now on: it has tables, and is in the map given to {@link #open}. */
  public void serve(NetworkName network) throws SQLException {
    addCursors(active, node);
    lanes.markAll(network);
  }

  private static void addCursors(DataSource active, Node node) throws SQLException {
    Transaction.in(
        active,
        connection -> {
          try (var statement = connection.prepareStatement(Sql.named("inbox/add-cursors"))) {
            statement.setInt(1, node.id());
            statement.setInt(2, Lane.COUNT);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * This node has stored messages.
   *
   * @param messages all that are new, in the order of storing
   * @param complete false when it may have stored others, unknown to it, since the last call
   */
  public void arrived(List<InboxMessage> messages, boolean complete) {
    if (!complete) {
      fresh.miss();
      networks.forEach(lanes::markAll);
    }
    fresh.offer(messages);
    messages.forEach(message -> lanes.mark(message.network(), message.lane()));
  }

  /** Looks into every lane again: the safety net's call, for what another node or a crash left. */
  public void lookEverywhere(String networkName) {
    NetworkName network = new NetworkName(networkName);
    fresh.doubt(network);
    lanes.markAll(network);
  }

  /** Another node has stored messages. */
  public void arrivedElsewhere(NetworkName network, Lane lane) {
    fresh.doubt(network, lane);
    lanes.mark(network, lane);
  }

  /** Whether nothing of what arrives from a network is in a hurry, as far as is known of late. */
  public boolean isPatient(NetworkName network) {
    return gathering.isUsual(network);
  }

  /**
   * Takes the next messages of lanes that hold some; the lanes are this engine's until {@link
   * #release}.
   *
   * @return null when no lane holds any
   */
  public @Nullable LaneBatch take(String networkName) throws SQLException {
    NetworkName network = new NetworkName(networkName);
    if (gathering.isUnderWay(network)) {
      return null;
    }
    List<Lane> taken = lanes.take(network, atOnce);
    while (!taken.isEmpty()) {
      LaneBatch batch = null;
      try {
        batch = reader.next(network, taken, BATCH / taken.size());
      } finally {
        if (batch == null) {
          taken.forEach(lane -> fresh.doubt(network, lane));
          giveBack(network, taken);
        }
      }
      if (!batch.messages().isEmpty()) {
        return batch;
      }
      giveBack(network, taken);
      taken = lanes.take(network, atOnce);
    }
    return null;
  }

  /**
   * Makes of each message what it becomes. Where that is too much for one transaction, the rest is
   * left to be taken again.
   */
  public LaneBatch translate(LaneBatch batch) throws SQLException {
    LaneBatch translated = translation.of(batch);
    batch.lanesLeftBy(translated).forEach(lane -> fresh.doubt(batch.network(), lane));
    return translated;
  }

  /** Stores what the messages become and moves the cursors. */
  public LaneBatch store(LaneBatch batch) throws SQLException {
    writer.prepare();
    Optional<List<OutboxWriter.Appended>> written =
        Transaction.in(
            active,
            connection -> {
              if (!advance(connection, batch)) {
                connection.rollback();
                return Optional.empty();
              }
              TakenBack.note(connection, batch.messages());
              return Optional.of(writer.append(connection, batch.drafts()));
            });
    if (written.isEmpty()) {
      LOG.debug("{}: another engine was first", batch);
      batch.lanes().forEach(lane -> fresh.doubt(batch.network(), lane));
      atOnce = 1;
      return batch;
    }
    batch.messages().stream()
        .filter(message -> message.node() == node.id())
        .forEach(last -> fresh.moved(batch.network(), last.lane(), last.id().value()));
    atOnce = Math.min(MOST_LANES, atOnce * 2);
    gathering.mapped(batch.network(), batch.drafts());
    written.get().forEach(appended);
    batch.writers().forEach(heard);
    meters.mapped(batch.network(), batch.messages().size());
    return batch;
  }

  /** Gives the lanes back, whatever became of the batch. */
  public void release(@Nullable LaneBatch batch) {
    if (batch != null) {
      giveBack(batch.network(), batch.lanes());
    }
  }

  /** There may be more in them. */
  private void giveBack(NetworkName network, List<Lane> taken) {
    taken.stream()
        .filter(lane -> fresh.holds(network, lane))
        .forEach(lane -> lanes.mark(network, lane));
    lanes.release(network, taken);
  }

  /** Whether a lane of the network may hold something that nobody works on. */
  public boolean waits(String network) {
    return lanes.waits(new NetworkName(network));
  }

  /** Moves the cursors behind the messages, all of them or none. */
  private boolean advance(Connection connection, LaneBatch batch) throws SQLException {
    Map<LaneBatch.Cursor, InboxMessage> last = new HashMap<>();
    batch.messages().forEach(message -> last.put(LaneBatch.Cursor.of(message), message));
    var moves = List.copyOf(last.entrySet());
    try (var statement = connection.prepareStatement(Sql.named("mapping/advance"))) {
      statement.setArray(1, Columns.of(connection, "int2", moves, m -> (short) m.getKey().lane()));
      statement.setArray(2, Columns.of(connection, "int2", moves, m -> (short) m.getKey().node()));
      statement.setArray(
          3, Columns.of(connection, "int8", moves, m -> batch.cursors().get(m.getKey())));
      statement.setArray(4, Columns.of(connection, "int8", moves, m -> m.getValue().id().value()));
      statement.setArray(5, Columns.of(connection, "date", moves, m -> m.getValue().day()));
      statement.setString(6, batch.network().value());
      return statement.executeUpdate() == moves.size();
    }
  }
}
