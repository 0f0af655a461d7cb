package dev.kurir.archive;

import dev.kurir.archive.Texts.Meant;
import dev.kurir.archive.Texts.Taken;
import dev.kurir.database.Database;
import dev.kurir.database.Node;
import dev.kurir.database.Transaction;
import dev.kurir.journal.Journal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes texts out of the active database, the passive one and the nodes' journals: what was said
 * with a partner, or what its sender took back. That there were messages stays. It may be repeated:
 * what was done is done once, and what was cut off is continued. Thread-safe.
 */
public final class Erasure {
  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  /** A table of that size is written anew in a tenth of a second. */
  private static final long SMALL = 8L << 20;

  private static final int TRIES = 3;

  private final Database active;
  private final Passive passive;
  private final Journal journal;
  private final Node node;

  public Erasure(Database active, Passive passive, Journal journal, Node node) {
    this.active = active;
    this.passive = passive;
    this.journal = journal;
    this.node = node;
  }

  /**
   * What was erased.
   *
   * @param messages of inboxes and outboxes, in both databases
   * @param lines of this node's journal
   * @param open messages that are on their way and keep their text: to be erased when they ended
   * @param clean whether PostgreSQL's tables hold none of it any more; else a table was in use or a
   *     checkpoint is not permitted, and the next sweep and checkpoint do it
   */
  public record Erased(long messages, int lines, long open, boolean clean) {}

  /**
   * Erases what was said with a partner.
   *
   * @param contact a user name or an address
   * @throws ArchiveException when the archive is at work
   * @throws dev.kurir.message.InvalidFieldException when the owner has no such contact
   */
  public Erased erase(int owner, String contact) throws SQLException, IOException {
    Partners partners = Partners.find(active.pool(), owner, contact);
    try (ActiveSide here = new ActiveSide(active.connectForLong())) {
      if (!here.hold()) {
        throw new ArchiveException("the archive is at work: try again when it is idle");
      }
      try (PassiveSide there = passiveSide(here)) {
        List<Texts> sides = sides(here, there);
        Set<Long> sources = new HashSet<>();
        for (Texts side : sides) {
          sources.addAll(side.sources(owner, partners));
        }
        Meant meant = new Meant();
        for (Texts side : sides) {
          side.addSaid(meant, owner, partners, sources);
        }
        int messages = take(meant, here.connection(), there);
        int lines = eraseLines(here.connection());
        Remains remains = new Remains(here.connection());
        boolean clean = false;
        for (int i = 0; i < TRIES && !clean; i++) { // a statement of a moment ago may see the rows
          clean = remains.rewrite(there == null ? null : there.connection(), Long.MAX_VALUE);
        }
        long open = Texts.active(here.connection()).left(owner, partners);
        LOG.info("the texts of {} messages of owner {} are erased", messages, owner);
        return new Erased(messages, lines, open, clean);
      }
    }
  }

  /**
   * Erases what senders took back, and in this node's journal what others erased; the route's step.
   * A message that is still on its way is left for later, as is everything while the archive is at
   * work.
   */
  public void eraseTakenBack() throws SQLException, IOException {
    boolean work;
    try (Connection connection = active.pool().getConnection()) {
      eraseLines(connection);
      TakenBack.forgetOld(connection);
      work = !TakenBack.all(connection).isEmpty() || new Remains(connection).hasTables();
    }
    if (work) {
      try (ActiveSide here = new ActiveSide(active.connectForLong())) {
        if (here.tryHold()) {
          eraseTakenBack(here);
        }
      }
    }
  }

  private void eraseTakenBack(ActiveSide here) throws SQLException, IOException {
    try (PassiveSide there = passiveSide(here)) {
      Connection passiveOne = there == null ? null : there.connection();
      Meant meant = new Meant();
      List<TakenBack> found = new ArrayList<>();
      for (TakenBack taken : TakenBack.all(here.connection())) {
        if (find(taken, meant, here.connection(), passiveOne)) {
          found.add(taken);
        }
      }
      int messages = take(meant, here.connection(), there);
      eraseLines(here.connection());
      for (TakenBack taken : found) {
        taken.done(here.connection());
      }
      new Remains(here.connection()).rewrite(passiveOne, SMALL);
      if (!found.isEmpty()) {
        LOG.info("{} messages were taken back: {} texts are erased", found.size(), messages);
      }
    }
  }

  /** Adds a message and all that it became; false: it is not there yet, or still on its way. */
  private static boolean find(
      TakenBack taken, Meant meant, Connection here, @Nullable Connection there)
      throws SQLException {
    List<MessageRows> databases =
        there == null
            ? List.of(MessageRows.active(here))
            : List.of(MessageRows.active(here), MessageRows.passive(there));
    Set<Long> ids = new TreeSet<>(Texts.active(here).called(taken));
    if (there != null) {
      ids.addAll(Texts.passive(there).called(taken));
    }
    List<StoredMessage> messages = new ArrayList<>();
    for (long id : ids) {
      for (MessageRows database : databases) {
        messages.addAll(database.byId(id));
      }
    }
    Family family = Family.of(messages, databases);
    boolean ended =
        messages.stream().allMatch(StoredMessage::mapped)
            && family.made().stream().allMatch(made -> family.ending(made.id()) != null);
    if (messages.isEmpty() || !ended) {
      return false;
    }
    messages.forEach(message -> meant.inbox(message.id(), message.day()));
    family.made().forEach(made -> meant.outbox(made.id(), made.day()));
    return true;
  }

  private @Nullable PassiveSide passiveSide(ActiveSide here) throws SQLException {
    return here.hasBegun() ? new PassiveSide(passive.connect()) : null;
  }

  private static List<Texts> sides(ActiveSide here, @Nullable PassiveSide there) {
    Texts mine = Texts.active(here.connection());
    return there == null ? List.of(mine) : List.of(mine, Texts.passive(there.connection()));
  }

  /**
   * Takes the texts out of both databases; what they leave behind is noted before they are gone.
   */
  private static int take(Meant meant, Connection here, @Nullable PassiveSide there)
      throws SQLException {
    if (meant.isEmpty()) {
      return 0;
    }
    Remains remains = new Remains(here);
    int messages = 0;
    if (there != null) {
      messages +=
          Transaction.on(
              there.connection(),
              same -> {
                Taken taken = Texts.passive(same).take(meant);
                remains.note(taken, true);
                return taken.messages();
              });
    }
    messages +=
        Transaction.on(
            here,
            same -> {
              Taken taken = Texts.active(same).take(meant);
              remains.note(taken, false);
              return taken.messages();
            });
    return messages;
  }

  private int eraseLines(Connection connection) throws SQLException, IOException {
    Remains remains = new Remains(connection);
    Set<Journal.Name> lines = remains.lines(node.id());
    if (lines.isEmpty()) {
      return 0;
    }
    int erased = journal.erase(lines);
    remains.linesDone(node.id(), lines);
    return erased;
  }
}
