package dev.kurir.community;

import dev.kurir.community.RefusedException.Why;
import dev.kurir.community.Standing.Lock;
import dev.kurir.database.Sql;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Groups, which are closed, and rooms, which are open: their names are unique over both. Whoever
 * changes one holds its row, so of two changes the later sees the earlier. Thread-safe.
 */
public final class Circles {
  private static final String LAST_CHARACTER = "\uDBFF\uDFFF"; // U+10FFFF

  private final Jdbi jdbi;
  private final CircleChanges changes;
  private final Members members;
  private final Invitations invitations;

  public Circles(DataSource active) {
    this.jdbi = Jdbi.create(active);
    this.changes = new CircleChanges(jdbi);
    this.members = new Members(jdbi, changes);
    this.invitations = new Invitations(jdbi, changes);
  }

  /** Who is told, after the commit, what has changed about a group for a person. */
  public void onNews(BiConsumer<OwnerId, GroupNews> told) {
    changes.onNews(told);
  }

  /** Who is in them. */
  public Members members() {
    return members;
  }

  /** Who is asked to join groups. */
  public Invitations invitations() {
    return invitations;
  }

  /**
   * Makes one, whose owner its maker is.
   *
   * @param name as names are stored
   * @throws RefusedException when a group or room has the name
   */
  public Circle create(Person owner, String name, @Nullable String title, boolean open) {
    return changes.make(
        (handle, telling) -> {
          Standing.keepAccount(handle, owner);
          int id =
              handle
                  .createQuery(Sql.named("community/circle-add"))
                  .bind("name", name)
                  .bind("open", open)
                  .bind("title", title)
                  .mapTo(Integer.class)
                  .findOne()
                  .orElseThrow(
                      () ->
                          new RefusedException(
                              Why.CONFLICT,
                              "name: "
                                  + name
                                  + " is taken (expected: a name that no group or room has)"));
          Members.insert(handle, new OwnerId(id), owner.id(), Role.OWNER);
          return show(handle, owner, name, open);
        });
  }

  /** The groups that somebody is in, by name. */
  public List<Circle> groups(Person person, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/circle-groups"))
                .bind("user_id", person.id().value())
                .bind("after", after)
                .bind("limit", limit)
                .map(Circle::of)
                .list());
  }

  /**
   * Rooms by name.
   *
   * @param begins how their names or titles begin, in any case; null: all
   */
  public List<Circle> rooms(Person viewer, @Nullable String begins, String after, int limit) {
    return jdbi.withHandle(
        handle -> {
          var query =
              handle.createQuery(
                  Sql.named(
                      begins == null ? "community/circle-rooms" : "community/circle-find-rooms"));
          if (begins != null) {
            query.bind("first", begins).bind("last", begins + LAST_CHARACTER);
          }
          return query
              .bind("user_id", viewer.id().value())
              .bind("after", after)
              .bind("limit", limit)
              .map(Circle::of)
              .list();
        });
  }

  /** A group, to its members, or a room. */
  public Circle show(Person viewer, String name, boolean open) {
    return jdbi.withHandle(handle -> show(handle, viewer, name, open));
  }

  static Circle show(Handle handle, Person viewer, String name, boolean open) {
    return Circle.find(handle, viewer, name, open)
        .filter(circle -> open || circle.role() != null)
        .orElseThrow(() -> Standing.none(name, open));
  }

  /** Gives a group another title; for admins. */
  public Circle rename(Person admin, String name, String title) {
    return changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, admin, name, false, Lock.ALONE).requireAdmin();
          handle
              .createUpdate(Sql.named("community/circle-rename"))
              .bind("circle_id", standing.circle().value())
              .bind("title", title)
              .execute();
          members(handle, standing.circle())
              .forEach(member -> telling.tell(member, name, "renamed"));
          return show(handle, admin, name, false);
        });
  }

  /** Ends one, with what was said in it; for its owner. Members keep what they have received. */
  public void dissolve(Person owner, String name, boolean open) {
    changes.make(
        (handle, telling) -> {
          Standing standing = Standing.of(handle, owner, name, open, Lock.ALONE).requireOwner();
          if (!open) {
            members(handle, standing.circle())
                .forEach(member -> telling.tell(member, name, "dissolved"));
          }
          return remove(handle, standing.circle());
        });
  }

  private static List<OwnerId> members(Handle handle, OwnerId circle) {
    return handle
        .createQuery(Sql.named("community/circle-member-ids"))
        .bind("circle_id", circle.value())
        .map((row, context) -> new OwnerId(row.getInt("user_id")))
        .list();
  }

  private static int remove(Handle handle, OwnerId circle) {
    int removed =
        handle
            .createUpdate(Sql.named("community/circle-remove"))
            .bind("circle_id", circle.value())
            .execute();
    handle
        .createUpdate(Sql.named("messenger/remove-mailbox"))
        .bind(0, ConversationId.masterOf(circle).value())
        .bind(1, circle.value())
        .execute();
    return removed;
  }

  /**
   * The number of a circle that somebody is in, to which they may send.
   *
   * @throws RefusedException when there is none, or they are not in it
   */
  public OwnerId requireMember(Person person, String name, boolean open) {
    return jdbi.withHandle(
        handle -> Standing.of(handle, person, name, open, Lock.NONE).requireMember().circle());
  }

  /** The number of the group or room of a name; empty when somebody is in none such. */
  public Optional<OwnerId> withMember(OwnerId person, String name) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/circle-of-member"))
                .bind("user_id", person.value())
                .bind("name", name)
                .map((row, context) -> new OwnerId(row.getInt("id")))
                .findOne());
  }

  /**
   * Takes somebody out of all, because their account is deleted. What they owned goes to its eldest
   * admin, else to its eldest member, else it is dissolved.
   */
  public void leaveAll(Person person) {
    changes.make(
        (handle, telling) -> {
          lockAll(handle, person);
          List<OwnerId> owned =
              handle
                  .createQuery(Sql.named("community/circle-leave-all"))
                  .bind("user_id", person.id().value())
                  .map((row, context) -> new OwnerId(row.getInt("circle_id")))
                  .list();
          owned.forEach(circle -> bequeath(handle, circle));
          return owned.size();
        });
  }

  private static void lockAll(Handle handle, Person person) {
    var unused =
        handle
            .createQuery(Sql.named("community/circle-lock-all"))
            .bind("user_id", person.id().value())
            .mapTo(Integer.class)
            .list();
  }

  private static void bequeath(Handle handle, OwnerId circle) {
    while (handle
        .createQuery(Sql.named("community/circle-heir"))
        .bind("circle_id", circle.value())
        .mapTo(Integer.class)
        .findOne()
        .isEmpty()) {
      if (members(handle, circle).isEmpty()) { // else the heir's account went meanwhile
        remove(handle, circle);
        return;
      }
    }
  }
}
