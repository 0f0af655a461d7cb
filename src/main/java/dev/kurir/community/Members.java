package dev.kurir.community;

import dev.kurir.community.RefusedException.Why;
import dev.kurir.community.Standing.Lock;
import dev.kurir.database.Sql;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Who is in groups and rooms, and as what. Thread-safe. */
public final class Members {
  private final Jdbi jdbi;
  private final CircleChanges changes;

  /** Somebody in a group or room. */
  public record Member(String name, Role role, Instant since) {}

  /**
   * Somebody who is named, who may be in the circle or not.
   *
   * @param member null: not in it
   */
  record Named(OwnerId id, String name, @Nullable Member member) {
    private static Named of(ResultSet row, StatementContext context) throws SQLException {
      String name = row.getString("name");
      return new Named(
          new OwnerId(row.getInt("id")),
          name,
          row.getString("role") == null ? null : Members.member(row, context));
    }
  }

  Members(Jdbi jdbi, CircleChanges changes) {
    this.jdbi = jdbi;
    this.changes = changes;
  }

  /** Who is in a group or room, by name; to those in it. */
  public List<Member> list(Person viewer, String name, boolean open, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/circle-members"))
                .bind(
                    "circle_id",
                    Standing.of(handle, viewer, name, open, Lock.NONE)
                        .requireMember()
                        .circle()
                        .value())
                .bind("after", after)
                .bind("limit", limit)
                .map(Members::member)
                .list());
  }

  private static Member member(ResultSet row, StatementContext context) throws SQLException {
    return new Member(
        row.getString("name"),
        Role.of("role", row.getString("role")),
        row.getTimestamp("since").toInstant());
  }

  /** Adds a friend to a group at once; for admins. Who is in it stays what they are. */
  public Member add(Person admin, String group, String user) {
    return changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, admin, group, false, Lock.ALONE).requireAdmin();
          Named friend = named(handle, standing, user);
          if (friend.member() != null) {
            return friend.member();
          }
          if (!may(handle, "community/circle-may-add", admin, friend)) {
            throw new RefusedException(
                Why.FORBIDDEN, "user: " + user + " can't be added (expected: a friend of yours)");
          }
          insert(handle, standing.circle(), friend.id(), Role.MEMBER);
          Invitations.end(handle, group, friend.id());
          telling.tell(friend.id(), group, "added");
          return Objects.requireNonNull(named(handle, standing, user).member());
        });
  }

  /** Somebody by name, whose account stays until the transaction ends. */
  static Named named(Handle handle, Standing standing, String user) {
    return handle
        .createQuery(Sql.named("community/circle-user"))
        .bind("circle_id", standing.circle().value())
        .bind("name", user)
        .map(Named::of)
        .findOne()
        .orElseThrow(() -> RefusedException.noUser(user));
  }

  static boolean may(Handle handle, String question, Person by, Named user) {
    return handle
        .createQuery(Sql.named(question))
        .bind("user_id", user.id().value())
        .bind("by", by.id().value())
        .mapTo(Boolean.class)
        .one();
  }

  static void insert(Handle handle, OwnerId circle, OwnerId user, Role role) {
    handle
        .createUpdate(Sql.named("community/circle-add-member"))
        .bind("circle_id", circle.value())
        .bind("user_id", user.value())
        .bind("role", role.written())
        .execute();
  }

  /**
   * Gives a member of a group another role; for the owner, who becomes an admin by making another
   * the owner.
   */
  public Member changeRole(Person owner, String group, String user, Role role) {
    return changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, owner, group, false, Lock.ALONE).requireOwner();
          Named member = named(handle, standing, user);
          if (member.member() == null) {
            throw noMember(user);
          }
          if (member.member().role() == role) {
            return member.member();
          }
          if (member.id().equals(owner.id())) {
            throw needsOwner("role: " + role.written());
          }
          if (role == Role.OWNER) {
            change(handle, standing.circle(), owner.id(), Role.ADMIN);
          }
          change(handle, standing.circle(), member.id(), role);
          telling.tell(member.id(), group, "role");
          return Objects.requireNonNull(named(handle, standing, user).member());
        });
  }

  private static void change(Handle handle, OwnerId circle, OwnerId user, Role role) {
    handle
        .createUpdate(Sql.named("community/circle-set-role"))
        .bind("circle_id", circle.value())
        .bind("user_id", user.value())
        .bind("role", role.written())
        .execute();
  }

  /**
   * Takes a member out of a group: oneself, or another, which is for admins. Only the owner takes
   * out admins, and nobody the owner.
   */
  public void remove(Person by, String group, String user) {
    if (user.equals(by.name())) {
      leave(by, group, false);
      return;
    }
    changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, by, group, false, Lock.ALONE).requireAdmin();
          Named member = named(handle, standing, user);
          if (member.member() == null) {
            throw noMember(user);
          }
          if (member.member().role().isAdmin() && standing.role() != Role.OWNER) {
            throw new RefusedException(
                Why.FORBIDDEN,
                "user: "
                    + user
                    + " can't be removed (expected: no admin, unless one is the owner)");
          }
          telling.tell(member.id(), group, "removed");
          return delete(handle, standing.circle(), member.id());
        });
  }

  /** Goes out of a group. */
  private void leave(Person person, String name, boolean open) {
    changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, person, name, open, Lock.SHARED);
          if (standing.role() == Role.OWNER) {
            throw needsOwner("circle: " + name + " can't be left");
          }
          return delete(handle, standing.circle(), person.id());
        });
  }

  private static int delete(Handle handle, OwnerId circle, OwnerId user) {
    return handle
        .createUpdate(Sql.named("community/circle-remove-member"))
        .bind("circle_id", circle.value())
        .bind("user_id", user.value())
        .execute();
  }

  /** Goes into a room; who is in it stays what they are. */
  public Circle join(Person person, String room) {
    return changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, person, room, true, Lock.SHARED);
          if (standing.role() == null) {
            Standing.keepAccount(handle, person);
            insert(handle, standing.circle(), person.id(), Role.MEMBER);
          }
          return Circles.show(handle, person, room, true);
        });
  }

  /** Goes out of a room; who is not in it stays out. */
  public void leaveRoom(Person person, String room) {
    leave(person, room, true);
  }

  private static RefusedException noMember(String user) {
    return new RefusedException(
        Why.NOT_FOUND, "user: " + user + " is not in the group (expected: a member)");
  }

  private static RefusedException needsOwner(String what) {
    return new RefusedException(
        Why.CONFLICT, what + " by the owner (expected: another has been made the owner before)");
  }
}
