package dev.kurir.gateway;

import dev.kurir.community.Person;
import dev.kurir.database.Sql;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Who is linked to which address, and up to which number of their mailbox the XMPP server has taken
 * it over: all in memory, and in the active database. The numbers are stored some time later.
 * Thread-safe; what changes a link asks the database.
 */
final class Links {
  private final Jdbi jdbi;
  private final Map<String, Link> byAddress = new ConcurrentHashMap<>();
  private final Map<OwnerId, Link> byPerson = new ConcurrentHashMap<>();
  private final Map<OwnerId, Long> sent = new ConcurrentHashMap<>();
  private final Set<OwnerId> unstored = ConcurrentHashMap.newKeySet();

  private record Row(Link link, long sent) {
    static Row of(ResultSet row, StatementContext context) throws SQLException {
      return new Row(
          new Link(
              new Person(new OwnerId(row.getInt("user_id")), row.getString("name")),
              row.getString("jid")),
          row.getLong("sent"));
    }
  }

  Links(DataSource active) {
    this.jdbi = Jdbi.create(active);
  }

  /**
   * Reads them anew: accounts may have been removed.
   *
   * @return those that there are no more
   */
  synchronized List<Link> load() {
    List<Row> rows =
        jdbi.withHandle(
            handle -> handle.createQuery(Sql.named("gateway/links")).map(Row::of).list());
    Set<Link> gone = new HashSet<>(byPerson.values());
    rows.forEach(row -> gone.remove(row.link));
    gone.forEach(this::forget);
    rows.forEach(row -> remember(row.link, row.sent));
    return List.copyOf(gone);
  }

  private void remember(Link link, long from) {
    sent.putIfAbsent(link.person().id(), from);
    byAddress.put(link.jid(), link);
    byPerson.put(link.person().id(), link);
  }

  private void forget(Link link) {
    byAddress.remove(link.jid(), link);
    if (byPerson.remove(link.person().id(), link)) {
      sent.remove(link.person().id());
      unstored.remove(link.person().id());
    }
  }

  /**
   * Links a person to an address.
   *
   * @return the links that ended by it: of the person with another address, of another person with
   *     this one
   */
  synchronized List<Link> link(Link link) {
    Link former = byPerson.get(link.person().id());
    Link others = byAddress.get(link.jid());
    long from =
        jdbi.inTransaction(
            handle -> {
              handle
                  .createUpdate(Sql.named("gateway/free-address"))
                  .bind("jid", link.jid())
                  .bind("user_id", link.person().id().value())
                  .execute();
              return handle
                  .createQuery(Sql.named("gateway/link"))
                  .bind("user_id", link.person().id().value())
                  .bind("jid", link.jid())
                  .bind("conversation", ConversationId.masterOf(link.person().id()).value())
                  .mapTo(Long.class)
                  .one();
            });
    Set<Link> ended = new HashSet<>();
    add(ended, former, link);
    add(ended, others, link);
    if (others != null && !others.person().equals(link.person())) {
      forget(others);
    }
    if (former != null) {
      byAddress.remove(former.jid(), former);
    }
    remember(link, from);
    return List.copyOf(ended);
  }

  private static void add(Set<Link> ended, @Nullable Link former, Link link) {
    if (former != null && !former.equals(link)) {
      ended.add(former);
    }
  }

  /** Ends a link. */
  synchronized void unlink(Link link) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(Sql.named("gateway/unlink"))
                .bind("user_id", link.person().id().value())
                .bind("jid", link.jid())
                .execute());
    forget(link);
  }

  /** Who has a bare address. */
  Optional<Link> at(String jid) {
    return Optional.ofNullable(byAddress.get(jid));
  }

  /** Whether it stands as it is. */
  boolean has(Link link) {
    return link.equals(byPerson.get(link.person().id()));
  }

  Collection<Link> all() {
    return List.copyOf(byPerson.values());
  }

  /** Up to which number of their mailbox the server has it. */
  long sent(Link link) {
    return sent.getOrDefault(link.person().id(), 0L);
  }

  /** The server has it up to a number. */
  void sent(Link link, long number) {
    move(link, was -> Math.max(was, number));
  }

  /** It came back: the server has it only up to a lower number. */
  void back(Link link, long number) {
    move(link, was -> Math.min(was, number));
  }

  private interface Step {
    long from(long was);
  }

  private void move(Link link, Step step) {
    OwnerId person = link.person().id();
    Long moved = sent.computeIfPresent(person, (id, was) -> step.from(was));
    if (moved != null) {
      unstored.add(person);
    }
  }

  /** Stores the numbers that have changed. */
  void store() {
    Map<OwnerId, Long> numbers = new HashMap<>();
    for (OwnerId person : Set.copyOf(unstored)) {
      unstored.remove(person);
      Long number = sent.get(person);
      if (number != null) {
        numbers.put(person, number);
      }
    }
    if (numbers.isEmpty()) {
      return;
    }
    List<OwnerId> people = List.copyOf(numbers.keySet());
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(Sql.named("gateway/store-sent"))
                  .bindArray("ids", Integer.class, people.stream().map(OwnerId::value).toList())
                  .bindArray("sent", Long.class, people.stream().map(numbers::get).toList())
                  .execute());
    } catch (RuntimeException e) {
      unstored.addAll(people);
      throw e;
    }
  }
}
