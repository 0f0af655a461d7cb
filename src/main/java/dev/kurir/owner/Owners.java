package dev.kurir.owner;

import dev.kurir.database.Sql;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Everybody whose bots Kurir serves, in the active database. Thread-safe. */
public final class Owners {
  private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

  private final Jdbi jdbi;

  public Owners(DataSource active) {
    this.jdbi = Jdbi.create(active);
  }

  /**
   * Adds an owner, who then needs a master bot and sends the pairing code to it.
   *
   * @throws InvalidFieldException when the user name breaks the rule
   * @throws ConflictException when it is taken
   */
  public Owner add(String username) {
    if (!USERNAME.matcher(username).matches()) {
      throw new InvalidFieldException(
          "username",
          username.length() > 40 ? username.length() + " characters" : '"' + username + '"',
          "1 to 32 of a-z, 0-9, dot, underscore and hyphen, a letter or digit first");
    }
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(Sql.named("owner/add-owner"))
                    .bind("username", username)
                    .bind("pairing_code", Codes.pairingCode())
                    .map(Owners::owner)
                    .findOne())
        .orElseThrow(
            () ->
                new ConflictException(
                    "username: \"" + username + "\" is taken (expected: a new user name)"));
  }

  /** All owners by user name. */
  public List<Owner> list() {
    return jdbi.withHandle(
        handle -> handle.createQuery(Sql.named("owner/list-owners")).map(Owners::owner).list());
  }

  /** The owner of that name. */
  public Optional<Owner> find(String username) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("owner/find-owner"))
                .bind("username", username)
                .map(Owners::owner)
                .findOne());
  }

  /** The user name of an owner. */
  public String username(OwnerId id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("owner/username"))
                .bind("id", id.value())
                .mapTo(String.class)
                .one());
  }

  /**
   * The owner of that name.
   *
   * @throws NotFoundException when there is none
   */
  public Owner require(String username) {
    return find(username)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "owner", '"' + username + '"', "an owner's user name; add the owner first"));
  }

  private static Owner owner(ResultSet row, StatementContext context) throws SQLException {
    return new Owner(
        new OwnerId(row.getInt("id")),
        row.getString("username"),
        row.getTimestamp("paired_at") == null
            ? Optional.of(row.getString("pairing_code"))
            : Optional.empty(),
        Optional.ofNullable(row.getTimestamp("paired_at")).map(Timestamp::toInstant),
        row.getTimestamp("created_at").toInstant());
  }
}
