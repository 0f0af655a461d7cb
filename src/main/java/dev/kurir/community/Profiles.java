package dev.kurir.community;

import dev.kurir.database.Sql;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Everybody's profile, in the active database. Bots are nobody. Thread-safe. */
public final class Profiles {
  private static final int LONGEST_DISPLAY_NAME = 64;
  private static final int LONGEST_ABOUT = 500;
  private static final int LONGEST_SEARCH = 32;
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private final Jdbi jdbi;

  /**
   * What a field becomes.
   *
   * @param value null clears it
   */
  public record Given(@Nullable String value) {}

  public Profiles(DataSource active) {
    this.jdbi = Jdbi.create(active);
  }

  /** The profile of that name, as names are stored. */
  public Optional<Profile> find(String name) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/find-profile"))
                .bind("name", name)
                .map(Profiles::profile)
                .findOne());
  }

  /**
   * The profile of that name.
   *
   * @throws RefusedException when there is no such person
   */
  public Profile require(String name) {
    return find(name).orElseThrow(() -> RefusedException.noUser(name));
  }

  /**
   * The person of that name.
   *
   * @throws RefusedException when there is none
   */
  public Person person(String name) {
    return require(name).person();
  }

  /**
   * People whose name or display name begins so, in any case, by name.
   *
   * @param beginning an empty one is everybody's
   * @param after only names after this one; an empty one is before all
   */
  public List<Profile> search(String beginning, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            (beginning.isEmpty()
                    ? handle.createQuery(Sql.named("community/list-profiles"))
                    : handle
                        .createQuery(Sql.named("community/search-profiles"))
                        .bind("search", Wording.of("search", beginning, LONGEST_SEARCH))
                        .bind("last", LAST))
                .bind("after", after)
                .bind("limit", limit)
                .map(Profiles::profile)
                .list());
  }

  /**
   * Changes what is given.
   *
   * @param displayName null: it stays
   * @param about null: it stays
   * @throws InvalidFieldException when a text breaks its rule
   * @throws RefusedException when the person is gone
   */
  public Profile change(Person of, @Nullable Given displayName, @Nullable Given about) {
    String name = value("displayName", displayName, LONGEST_DISPLAY_NAME);
    String text =
        about != null && about.value != null && about.value.isEmpty()
            ? null // to say nothing is to clear it
            : value("about", about, LONGEST_ABOUT);
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(Sql.named("community/change-profile"))
                    .bind("id", of.id().value())
                    .bind("names", displayName != null)
                    .bind("display_name", name)
                    .bind("describes", about != null)
                    .bind("about", text)
                    .map(Profiles::profile)
                    .findOne())
        .orElseThrow(() -> RefusedException.noUser(of.name()));
  }

  private static @Nullable String value(String field, @Nullable Given given, int most) {
    return given == null || given.value == null ? null : Wording.of(field, given.value, most);
  }

  private static Profile profile(ResultSet row, StatementContext context) throws SQLException {
    return new Profile(
        new Person(new OwnerId(row.getInt("id")), row.getString("name")),
        row.getString("display_name"),
        row.getString("about"),
        row.getTimestamp("registered_at").toInstant());
  }
}
