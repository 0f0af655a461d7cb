package dev.kurir.community;

import dev.kurir.database.Sql;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What people, groups and rooms have received, by number, as the outbox holds it; and what people
 * did with it. Thread-safe.
 */
public final class Mailboxes {
  private final Jdbi jdbi;

  public Mailboxes(DataSource active) {
    this.jdbi = Jdbi.create(active);
  }

  /** What a mailbox has after a number, in order. */
  public MailboxPage after(OwnerId mailbox, long number, int limit) {
    return jdbi.withHandle(
        handle -> {
          List<MailboxPage.Row> rows =
              handle
                  .createQuery(Sql.named("community/mailbox-after"))
                  .bind("user_id", mailbox.value())
                  .bind("conversation", ConversationId.masterOf(mailbox).value())
                  .bind("after", number)
                  .bind("limit", limit + 1)
                  .map(Mailboxes::row)
                  .list();
          boolean gapFirst = !rows.isEmpty() && rows.get(0).number() > number + 1;
          long archived =
              gapFirst
                  ? handle
                      .createQuery(Sql.named("community/mailbox-archived"))
                      .bind("conversation", ConversationId.masterOf(mailbox).value())
                      .mapTo(Long.class)
                      .one()
                  : 0;
          return MailboxPage.of(number, rows, limit, archived);
        });
  }

  private static MailboxPage.Row row(ResultSet row, StatementContext context) throws SQLException {
    long number = row.getLong("number");
    return new MailboxPage.Row(
        number,
        row.getBoolean("deleted")
            ? null
            : Letter.of(
                number,
                row.getString("text"),
                row.getTimestamp("created_at").toInstant(),
                row.getBoolean("read")));
  }

  /** Marks a message as read or deleted; false when there is none of that number. */
  public boolean mark(Person person, long number, boolean deleted) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(Sql.named("community/mark"))
                    .bind("user_id", person.id().value())
                    .bind("conversation", ConversationId.masterOf(person.id()).value())
                    .bind("number", number)
                    .bind("deleted", deleted)
                    .execute())
        == 1;
  }
}
