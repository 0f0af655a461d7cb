package dev.kurir.owner;

import dev.kurir.database.Sql;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The partners of each owner, in the active database, read only. Thread-safe. */
public final class Contacts {
  private final Jdbi jdbi;

  public Contacts(DataSource active) {
    this.jdbi = Jdbi.create(active);
  }

  /**
   * An owner's contacts in the order of their first messages.
   *
   * @param after only contacts with a greater id; 0 for all
   * @param limit at most so many
   */
  public List<Contact> list(OwnerId owner, long after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("owner/list-contacts"))
                .bind("owner_id", owner.value())
                .bind("after", after)
                .bind("limit", limit)
                .map(Contacts::contact)
                .list());
  }

  private static Contact contact(ResultSet row, StatementContext context) throws SQLException {
    return new Contact(
        new ContactId(row.getLong("id")),
        new NetworkName(row.getString("network")),
        new BotId(row.getInt("bot_id")),
        new Address(row.getString("address")),
        Optional.ofNullable(row.getString("user_name")),
        Optional.ofNullable(row.getString("display_name")),
        row.getTimestamp("first_seen_at").toInstant(),
        Optional.ofNullable(row.getString("paused_reason")));
  }
}
