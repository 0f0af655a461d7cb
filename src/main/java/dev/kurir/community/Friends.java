package dev.kurir.community;

import dev.kurir.database.Sql;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Who knows whom, in the active database: friendships, requests for one, and blocks.
 *
 * <p>A friendship is two rows, a request one. Whatever changes between two people does so while
 * both their rows are locked, in one order, so that two who ask each other at once become friends,
 * and a block leaves nothing behind. A block is not revealed: who is blocked asks as ever, and the
 * blocker never sees it. Thread-safe.
 */
public final class Friends {
  private final Jdbi jdbi;
  private final Clock clock;
  private final BiConsumer<Person, FriendNews> told;

  /** What somebody is to another. */
  public enum State {
    /** They have asked, or are asked. */
    ASKED,
    FRIENDS,
    /** Nothing any more: a friendship or a request has ended. */
    NONE
  }

  /** Who has asked. */
  public enum Direction {
    IN,
    OUT
  }

  /** A friend in the listing. */
  public record Friend(Person person, @Nullable String displayName, Instant since) {}

  /** A request in the listing. */
  public record Request(Person person, Direction direction, Instant at) {}

  /** What the other one has done, and what they are now: {@code ASKED} is their request. */
  public record FriendNews(Person other, State state) {}

  /** What two are to each other, seen from the first. */
  private record Between(
      @Nullable String state, @Nullable String returned, boolean blocks, boolean isBlocked) {
    static Between of(ResultSet row, StatementContext context) throws SQLException {
      return new Between(
          row.getString("state"),
          row.getString("returned"),
          row.getBoolean("blocks"),
          row.getBoolean("is_blocked"));
    }
  }

  /** What was done, and whether the other one is to hear of it. */
  private record Deed(State state, boolean isNews) {}

  private interface Work {
    Deed run(Handle handle, Between between);
  }

  /**
   * @param told called with whom to tell, after the change; must not block or throw
   */
  public Friends(DataSource active, Clock clock, BiConsumer<Person, FriendNews> told) {
    this.jdbi = Jdbi.create(active);
    this.clock = clock;
    this.told = told;
  }

  /** Somebody's friends, by name. */
  public List<Friend> list(Person of, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/list-friends"))
                .bind("user_id", of.id().value())
                .bind("after", after)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Friend(
                            person(row, context),
                            row.getString("display_name"),
                            row.getTimestamp("since").toInstant()))
                .list());
  }

  /** Who asks somebody, and whom they have asked, by name. */
  public List<Request> requests(Person of, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/list-friend-requests"))
                .bind("user_id", of.id().value())
                .bind("after", after)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Request(
                            person(row, context),
                            row.getBoolean("outgoing") ? Direction.OUT : Direction.IN,
                            row.getTimestamp("since").toInstant()))
                .list());
  }

  /** The names of whom somebody has blocked. */
  public List<String> blockedBy(Person by, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/list-blocked"))
                .bind("user_id", by.id().value())
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
  }

  /** All of somebody's friends, in no order. */
  public List<Person> friendsOf(Person person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/friends-of"))
                .bind("user_id", person.id().value())
                .map(Friends::person)
                .list());
  }

  /** Whether two are friends. */
  public boolean areFriends(Person one, Person other) {
    return is("community/are-friends", one, other);
  }

  /** Whether one has blocked the other. */
  public boolean isBlocked(Person by, Person other) {
    return is("community/is-blocked", by, other);
  }

  private boolean is(String query, Person one, Person other) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named(query))
                .bind("one", one.id().value())
                .bind("other", other.id().value())
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * Asks somebody to be friends, or accepts their request; repeatable.
   *
   * @return what they are then
   * @throws InvalidFieldException when somebody asks themselves
   * @throws RefusedException when the other is gone, or blocked by who asks
   */
  public State ask(Person asker, Person asked) {
    return between(asker, asked, (handle, between) -> ask(handle, asker, asked, between)).state;
  }

  private Deed ask(Handle handle, Person asker, Person asked, Between between) {
    if (between.blocks) {
      throw new RefusedException(
          RefusedException.Why.CONFLICT,
          "user: " + asked + " is blocked (expected: somebody whom one has not blocked)");
    }
    if ("friends".equals(between.state)) {
      return new Deed(State.FRIENDS, false);
    }
    if ("asked".equals(between.returned)) {
      note(handle, "community/befriend", asker, asked);
      return new Deed(State.FRIENDS, true);
    }
    boolean isNew = note(handle, "community/ask-friend", asker, asked) > 0;
    return new Deed(State.ASKED, isNew && !between.isBlocked);
  }

  /** Ends a friendship, refuses a request or takes one back; repeatable. */
  public void end(Person one, Person other) {
    between(
        one,
        other,
        (handle, between) -> {
          boolean ended = update(handle, "community/end-friendship", one, other) > 0;
          return new Deed(State.NONE, ended && !between.isBlocked);
        });
  }

  /**
   * Blocks somebody: friendship, requests and invitations between the two end, and none of theirs
   * arrives any more; repeatable.
   */
  public void block(Person by, Person other) {
    between(
        by,
        other,
        (handle, between) -> {
          note(handle, "community/block", by, other);
          update(handle, "community/end-invitations", by, other);
          boolean ended = update(handle, "community/end-friendship", by, other) > 0;
          return new Deed(State.NONE, ended && !between.isBlocked);
        });
  }

  /** Takes a block back, and what was asked meanwhile with it; repeatable. */
  public void unblock(Person by, Person other) {
    between(
        by,
        other,
        (handle, between) -> {
          boolean unblocked = update(handle, "community/unblock", by, other) > 0;
          boolean forgotten =
              unblocked && update(handle, "community/forget-request", by, other) > 0;
          return new Deed(State.NONE, forgotten);
        });
  }

  /** Changes something between two while nobody else does, and tells the other one. */
  private Deed between(Person one, Person other, Work work) {
    if (one.id().equals(other.id())) {
      throw new InvalidFieldException("user", other.name(), "somebody else than oneself");
    }
    Deed deed =
        jdbi.inTransaction(
            handle -> {
              lock(handle, one, other);
              Between between =
                  handle
                      .createQuery(Sql.named("community/between"))
                      .bind("one", one.id().value())
                      .bind("other", other.id().value())
                      .map(Between::of)
                      .one();
              return work.run(handle, between);
            });
    if (deed.isNews) {
      told.accept(other, new FriendNews(one, deed.state));
    }
    return deed;
  }

  private static void lock(Handle handle, Person one, Person other) {
    List<Integer> there =
        handle
            .createQuery(Sql.named("community/lock-pair"))
            .bind("one", one.id().value())
            .bind("other", other.id().value())
            .mapTo(Integer.class)
            .list();
    for (Person each : List.of(other, one)) {
      if (!there.contains(each.id().value())) {
        throw RefusedException.noUser(each.name());
      }
    }
  }

  private static int update(Handle handle, String query, Person one, Person other) {
    return statement(handle, query, one, other).execute();
  }

  /** The same with the time. */
  private int note(Handle handle, String query, Person one, Person other) {
    return statement(handle, query, one, other).bind("now", clock.instant()).execute();
  }

  private static Update statement(Handle handle, String query, Person one, Person other) {
    return handle
        .createUpdate(Sql.named(query))
        .bind("one", one.id().value())
        .bind("other", other.id().value());
  }

  private static Person person(ResultSet row, StatementContext context) throws SQLException {
    return new Person(new OwnerId(row.getInt("id")), row.getString("name"));
  }
}
