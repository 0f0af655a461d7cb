package dev.kurir.community;

import dev.kurir.community.RefusedException.Why;
import dev.kurir.community.Standing.Lock;
import dev.kurir.database.Sql;
import dev.kurir.message.OwnerId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who is asked to join groups, until they accept or refuse. Thread-safe. */
public final class Invitations {
  private final Jdbi jdbi;
  private final CircleChanges changes;

  /**
   * What somebody is asked.
   *
   * @param name of the group
   * @param by who asks; null: their account is gone
   */
  public record Invitation(String name, @Nullable String title, @Nullable String by, Instant at) {}

  Invitations(Jdbi jdbi, CircleChanges changes) {
    this.jdbi = jdbi;
    this.changes = changes;
  }

  /** Invites somebody to a group; for admins. Who is invited already stays so. */
  public void invite(Person admin, String group, String user) {
    changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, admin, group, false, Lock.ALONE).requireAdmin();
          Members.Named guest = Members.named(handle, standing, user);
          if (guest.member() != null) {
            throw new RefusedException(
                Why.CONFLICT, "user: " + user + " is in the group (expected: somebody who is not)");
          }
          if (!Members.may(handle, "community/circle-may-invite", admin, guest)) {
            throw new RefusedException(
                Why.FORBIDDEN,
                "user: " + user + " can't be invited by you (expected: another person)");
          }
          int invited =
              handle
                  .createUpdate(Sql.named("community/circle-invite"))
                  .bind("circle_id", standing.circle().value())
                  .bind("user_id", guest.id().value())
                  .bind("by", admin.id().value())
                  .execute();
          if (invited == 1) {
            telling.tell(guest.id(), group, "invited");
          }
          return invited;
        });
  }

  /** What somebody is asked, by the groups' names. */
  public List<Invitation> list(Person guest, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/circle-invitations"))
                .bind("user_id", guest.id().value())
                .bind("after", after)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Invitation(
                            row.getString("name"),
                            row.getString("title"),
                            row.getString("invited_by"),
                            row.getTimestamp("invited_at").toInstant()))
                .list());
  }

  /** Joins the group; who is in it stays what they are. */
  public Circle accept(Person guest, String group) {
    return changes.make(
        (handle, telling) -> {
          OwnerId circle =
              Standing.lock(handle, group, false, Lock.ALONE).orElseThrow(() -> none(group));
          Standing.keepAccount(handle, guest);
          if (end(handle, group, guest.id())) {
            Members.insert(handle, circle, guest.id(), Role.MEMBER);
          }
          return Circle.find(handle, guest, group, false)
              .filter(joined -> joined.role() != null)
              .orElseThrow(() -> none(group));
        });
  }

  /** Takes an invitation as refused. */
  public void refuse(Person guest, String group) {
    boolean ended = jdbi.inTransaction(handle -> end(handle, group, guest.id()));
    if (!ended) {
      throw none(group);
    }
  }

  /** It stands no more; false when there was none. */
  static boolean end(Handle handle, String group, OwnerId guest) {
    return handle
            .createUpdate(Sql.named("community/circle-end-invitation"))
            .bind("name", group)
            .bind("user_id", guest.value())
            .execute()
        == 1;
  }

  private static RefusedException none(String group) {
    return new RefusedException(
        Why.NOT_FOUND, "circle: " + group + " has not invited you (expected: a group that has)");
  }
}
