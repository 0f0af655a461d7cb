package dev.kurir.community;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.kurir.community.Presence.Show;
import dev.kurir.database.Sql;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * How people wish to be seen, and when they were seen last, in the active database. Nothing tells
 * of somebody who hid that they were there: who hides is seen last then, not when they leave.
 * Thread-safe.
 */
final class Wishes {
  private final Jdbi jdbi;

  /** One; of somebody who has left it is what it was until then. */
  record Wish(Person person, Show show, @Nullable String status, @Nullable Instant lastSeenAt) {
    /** How others see it. */
    Presence seen(boolean isThere) {
      return isThere && show != Show.OFFLINE
          ? new Presence(show, status, null)
          : Presence.offline(lastSeenAt);
    }

    private static Wish of(ResultSet row, StatementContext context) throws SQLException {
      Timestamp seen = row.getTimestamp("last_seen_at");
      return new Wish(
          new Person(new OwnerId(row.getInt("id")), row.getString("name")),
          shown(row),
          row.getString("status"),
          seen == null ? null : seen.toInstant());
    }
  }

  /** What was changed, and whose friends are to be told. */
  record Changed(List<Wish> left, List<Wish> there, Map<OwnerId, List<Person>> friends) {}

  Wishes(DataSource active) {
    this.jdbi = Jdbi.create(active);
  }

  /** Those of the people that there are. */
  List<Wish> of(Collection<OwnerId> people) {
    return jdbi.withHandle(handle -> of(handle, people));
  }

  private static List<Wish> of(Handle handle, Collection<OwnerId> people) {
    return people.isEmpty()
        ? List.of()
        : handle
            .createQuery(Sql.named("community/presence-wishes"))
            .bindArray("ids", Integer.class, ids(people))
            .map(Wish::of)
            .list();
  }

  /**
   * Changes one.
   *
   * @param isThere whether others may see it
   * @return how others saw it until then; empty when there is no such person
   */
  Optional<Presence> set(
      Person person, Show show, @Nullable String status, boolean isThere, Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/set-presence"))
                .bind("id", person.id().value())
                .bind("show", written(show))
                .bind("status", status)
                .bind("there", isThere)
                .bind("now", now)
                .map(
                    (row, context) ->
                        new Wish(person, shown(row), row.getString("status"), null).seen(isThere))
                .findOne());
  }

  /**
   * Ends the wishes of those who have left, and reads those of others, and whose friends both are.
   *
   * @param left who has left, and when
   */
  Changed settle(Map<OwnerId, Instant> left, Collection<OwnerId> there) {
    return jdbi.inTransaction(
        handle -> {
          List<Wish> ended = left.isEmpty() ? List.of() : end(handle, left);
          List<Wish> others = of(handle, there);
          List<OwnerId> all = new ArrayList<>(left.keySet());
          all.addAll(there);
          return new Changed(ended, others, friends(handle, all));
        });
  }

  private static List<Wish> end(Handle handle, Map<OwnerId, Instant> left) {
    List<Map.Entry<OwnerId, Instant>> rows = List.copyOf(left.entrySet());
    return handle
        .createQuery(Sql.named("community/settle-presences"))
        .bindArray("ids", Integer.class, rows.stream().map(row -> row.getKey().value()).toList())
        .bindArray(
            "times", String.class, rows.stream().map(row -> row.getValue().toString()).toList())
        .map(Wish::of)
        .list();
  }

  private static Map<OwnerId, List<Person>> friends(Handle handle, Collection<OwnerId> people) {
    return handle
        .createQuery(Sql.named("community/friends-of-all"))
        .bindArray("ids", Integer.class, ids(people))
        .map(
            (row, context) ->
                Map.entry(
                    new OwnerId(row.getInt("user_id")),
                    new Person(new OwnerId(row.getInt("id")), row.getString("name"))))
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  /** Notes that the people were there until now, but for those who hid. */
  void noteLastSeen(Collection<OwnerId> people, Instant now) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(Sql.named("community/note-last-seen"))
                .bindArray("ids", Integer.class, ids(people))
                .bind("now", now)
                .execute());
  }

  private static Show shown(ResultSet row) throws SQLException {
    return Show.valueOf(row.getString("show").toUpperCase(Locale.ROOT));
  }

  private static List<Integer> ids(Collection<OwnerId> people) {
    return people.stream().map(OwnerId::value).toList();
  }

  private static String written(Show show) {
    return show.name().toLowerCase(Locale.ROOT);
  }
}
