package dev.kurir.community;

import dev.kurir.community.Footprint.Visibility;
import dev.kurir.database.Sql;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Short texts with a place, in the active database. Thread-safe. */
public final class Footprints {
  private static final Logger LOG = LoggerFactory.getLogger(Footprints.class);
  private static final int LONGEST = 280;

  private final Jdbi jdbi;
  private final Friends friends;
  private final Clock clock;
  private final BiConsumer<Person, Footprint> told;

  /**
   * One to leave.
   *
   * @param group which, where the visibility is {@code GROUP}; else null
   */
  public record NewFootprint(
      String text, Place place, Visibility visibility, @Nullable String group) {
    public NewFootprint {
      Wording.of("text", text, LONGEST);
      if ((visibility == Visibility.GROUP) != (group != null)) {
        throw new InvalidFieldException(
            "group",
            group == null ? "missing" : '"' + group + '"',
            "a group where the visibility is group, and only there");
      }
    }

    /** Says for whom: nothing of the text. */
    @Override
    public String toString() {
      return "footprint for " + visibility;
    }
  }

  /**
   * Which to list; null does not choose.
   *
   * @param from whose
   * @param group shared with which
   * @param before only those with a lower id
   */
  public record Choice(
      @Nullable Box box, @Nullable Person from, @Nullable String group, long before, int limit) {}

  private record Stored(long id, @Nullable Integer group) {}

  /**
   * @param told called with whom to tell of a new one, after it is stored; must not block
   */
  public Footprints(
      DataSource active, Friends friends, Clock clock, BiConsumer<Person, Footprint> told) {
    this.jdbi = Jdbi.create(active);
    this.friends = friends;
    this.clock = clock;
    this.told = told;
  }

  /**
   * Leaves one, and tells friends, or the other members of the group.
   *
   * @throws RefusedException when who leaves it is not in the group, or is gone
   */
  public Footprint leave(Person person, NewFootprint left) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Stored stored =
        jdbi.withHandle(
                handle ->
                    handle
                        .createQuery(Sql.named("community/add-footprint"))
                        .bind("user_id", person.id().value())
                        .bind("text", left.text)
                        .bind("latitude", left.place.latitude())
                        .bind("longitude", left.place.longitude())
                        .bind("accuracy", left.place.accuracy())
                        .bind("visibility", written(left.visibility))
                        .bind("circle", left.group)
                        .bind("now", now)
                        .map(
                            (row, context) ->
                                new Stored(
                                    row.getLong("id"),
                                    left.group == null ? null : row.getInt("circle_id")))
                        .findOne())
            .orElseThrow(
                () -> left.group == null ? RefusedException.noUser(person.name()) : no(left.group));
    Footprint footprint =
        new Footprint(stored.id, person, left.text, left.place, left.visibility, left.group, now);
    tell(footprint, stored.group);
    return footprint;
  }

  /** It is stored, whoever can be told. */
  private void tell(Footprint footprint, @Nullable Integer group) {
    try {
      List<Person> others =
          group == null ? friends.friendsOf(footprint.from()) : members(footprint.from(), group);
      others.forEach(other -> told.accept(other, footprint));
    } catch (JdbiException e) {
      LOG.warn("{}: nobody was told of it: {}", footprint, e.getClass().getSimpleName());
    }
  }

  private List<Person> members(Person but, int group) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/members-to-tell"))
                .bind("circle_id", group)
                .bind("user_id", but.id().value())
                .map(
                    (row, context) ->
                        new Person(new OwnerId(row.getInt("id")), row.getString("name")))
                .list());
  }

  /**
   * Those that somebody may see, the latest first.
   *
   * @throws RefusedException when they are not in the group that is asked for
   */
  public List<Footprint> list(Person viewer, Choice choice) {
    return jdbi.withHandle(
        handle ->
            query(handle, viewer, choice)
                .bind("viewer", viewer.id().value())
                .bind("before", choice.before)
                .bind("limit", choice.limit)
                .map(Footprints::footprint)
                .list());
  }

  private static Query query(Handle handle, Person viewer, Choice choice) {
    if (choice.box == null && choice.from == null && choice.group == null) {
      return handle.createQuery(Sql.named("community/latest-footprints"));
    }
    StringBuilder conditions = new StringBuilder();
    Query query = handle.createQuery(Sql.named("community/list-footprints"));
    if (choice.group != null) {
      conditions.append(Sql.named("community/footprints-in-group")).append('\n');
      query.bind("circle_id", group(handle, viewer, choice.group));
    }
    if (choice.from != null) {
      conditions.append(Sql.named("community/footprints-of-person")).append('\n');
      query.bind("author", choice.from.id().value());
    }
    if (choice.box != null) {
      conditions.append(Sql.named("community/footprints-in-box")).append('\n');
      bind(query, choice.box);
    }
    return query.define("conditions", conditions.toString());
  }

  private static void bind(Query query, Box box) {
    query
        .bind("south", box.south())
        .bind("north", box.north())
        .bind("west", box.first().west())
        .bind("east", box.first().east())
        .bind("second_west", box.second().west())
        .bind("second_east", box.second().east());
  }

  private static int group(Handle handle, Person member, String name) {
    return handle
        .createQuery(Sql.named("community/group-of-member"))
        .bind("circle", name)
        .bind("user_id", member.id().value())
        .mapTo(Integer.class)
        .findOne()
        .orElseThrow(() -> no(name));
  }

  private static RefusedException no(String group) {
    return new RefusedException(
        RefusedException.Why.NOT_FOUND,
        "group: " + group + " is none of yours (expected: a group that one is in)");
  }

  /**
   * Deletes one's own.
   *
   * @throws RefusedException when they have none such
   */
  public void delete(Person person, long id) {
    int deleted =
        jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(Sql.named("community/delete-footprint"))
                    .bind("id", id)
                    .bind("user_id", person.id().value())
                    .execute());
    if (deleted == 0) {
      throw new RefusedException(
          RefusedException.Why.NOT_FOUND,
          "id: " + id + " is no footprint of yours (expected: the id of one's own)");
    }
  }

  private static Footprint footprint(ResultSet row, StatementContext context) throws SQLException {
    return new Footprint(
        row.getLong("id"),
        new Person(new OwnerId(row.getInt("user_id")), row.getString("name")),
        row.getString("text"),
        new Place(
            row.getDouble("latitude"),
            row.getDouble("longitude"),
            row.getObject("accuracy", Double.class)),
        Visibility.valueOf(row.getString("visibility").toUpperCase(Locale.ROOT)),
        row.getString("circle"),
        row.getTimestamp("created_at").toInstant());
  }

  private static String written(Visibility visibility) {
    return visibility.name().toLowerCase(Locale.ROOT);
  }
}
