package dev.kurir.community;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.kurir.community.RefusedException.Why;
import dev.kurir.database.Sql;
import dev.kurir.message.OwnerId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is in a group or room, and so what they may do there. Strangers don't learn that a
 * group exists.
 *
 * @param role null: nothing, which only a room allows
 */
record Standing(OwnerId circle, String name, boolean open, @Nullable Role role) {

  /** What others may do until the transaction ends. */
  enum Lock {
    /** Everything. */
    NONE,
    /** Join and leave. */
    SHARED,
    /** Nothing: who is in it, and as what, stays as it is read. */
    ALONE
  }

  /**
   * Finds it, after taking the lock: what is read is then as it stays.
   *
   * @throws RefusedException where there is none such, or it is a group of others
   */
  static Standing of(Handle handle, Person person, String name, boolean open, Lock lock) {
    if (lock != Lock.NONE && lock(handle, name, open, lock).isEmpty()) {
      throw none(name, open);
    }
    Standing standing =
        handle
            .createQuery(Sql.named("community/circle-standing"))
            .bind("user_id", person.id().value())
            .bind("name", name)
            .bind("open", open)
            .map(
                (row, context) -> {
                  String role = row.getString("role");
                  return new Standing(
                      new OwnerId(row.getInt("id")),
                      name,
                      open,
                      role == null ? null : Role.of("role", role));
                })
            .findOne()
            .orElseThrow(() -> none(name, open));
    if (!open && standing.role == null) {
      throw none(name, false);
    }
    return standing;
  }

  /** Locks the circle of a name, whoever is in it; empty when there is none. */
  static Optional<OwnerId> lock(Handle handle, String name, boolean open, Lock lock) {
    return handle
        .createQuery(
            Sql.named(lock == Lock.ALONE ? "community/circle-lock" : "community/circle-share"))
        .bind("name", name)
        .bind("open", open)
        .map((row, context) -> new OwnerId(row.getInt("id")))
        .findOne();
  }

  /** The account of who acts stays until the transaction ends. */
  static void keepAccount(Handle handle, Person person) {
    boolean there =
        handle
            .createQuery(Sql.named("community/circle-person"))
            .bind("user_id", person.id().value())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!there) {
      throw new RefusedException(
          Why.UNKNOWN_CALLER, "account: is gone (expected: one that was not deleted)");
    }
  }

  static RefusedException none(String name, boolean open) {
    return new RefusedException(
        Why.NOT_FOUND,
        "circle: "
            + name
            + " does not exist (expected: "
            + (open ? "a room" : "a group that one is in")
            + ")");
  }

  /** Refuses who is not in the room. */
  @CanIgnoreReturnValue
  Standing requireMember() {
    return require(role != null, "a room that one is in");
  }

  /** Refuses who is neither an admin nor the owner. */
  @CanIgnoreReturnValue
  Standing requireAdmin() {
    return require(role != null && role.isAdmin(), "one of which one is an admin");
  }

  /** Refuses everybody but the owner. */
  @CanIgnoreReturnValue
  Standing requireOwner() {
    return require(role == Role.OWNER, "one whose owner one is");
  }

  private Standing require(boolean may, String rule) {
    if (!may) {
      throw new RefusedException(
          Why.FORBIDDEN, "circle: " + name + " does not allow that (expected: " + rule + ")");
    }
    return this;
  }
}
