package dev.kurir.archive;

import dev.kurir.database.Database;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Brings messages back into the active database, where they stay for a week. The active side
 * commits first; a restoration that is cut off is continued by the next one of the same messages,
 * or undone by a later sweep. Thread-safe.
 */
public final class Restoration {
  private static final Duration STAY = Duration.ofDays(7);

  private final Database active;
  private final Passive passive;
  private final Clock clock;

  public Restoration(Database active, Passive passive, Clock clock) {
    this.active = active;
    this.passive = passive;
    this.clock = clock;
  }

  /**
   * What is wanted back.
   *
   * @param contact a partner's user name or address; null: everything of the days
   * @param from the first day
   * @param until the last day
   */
  public record Wanted(int owner, @Nullable String contact, LocalDate from, LocalDate until) {}

  /**
   * What came back.
   *
   * @param messages of inboxes and outboxes
   * @param stayUntil when the next sweep may take them again
   */
  public record Restored(long messages, List<LocalDate> days, Instant stayUntil) {}

  /**
   * Brings it back.
   *
   * @throws ArchiveException when the archive is at work
   * @throws dev.kurir.message.InvalidFieldException when the owner has no such contact
   */
  public Restored restore(Wanted wanted) throws SQLException {
    Partners partners =
        wanted.contact == null
            ? new Partners(List.of())
            : Partners.find(active.pool(), wanted.owner, wanted.contact);
    try (ActiveSide here = new ActiveSide(active.connectForLong())) {
      if (!here.hold()) {
        throw new ArchiveException("the archive is at work: try again when it is idle");
      }
      try (PassiveSide there = new PassiveSide(passive.connect())) {
        return bringBack(here, there.connection(), wanted, partners);
      }
    }
  }

  private Restored bringBack(ActiveSide here, Connection there, Wanted wanted, Partners partners)
      throws SQLException {
    choose(there, wanted, partners);
    Instant until = clock.instant().plus(STAY);
    List<LocalDate> days = days(there);
    for (LocalDate day : days) {
      prepare(here.connection(), day, until);
    }
    long messages = 0;
    for (Kind kind : Kind.values()) {
      String coming = kind == Kind.INBOX ? "coming_inbox" : "coming_outbox";
      LeafSql sql = here.sql(new Leaf(kind.table(), LocalDate.EPOCH, 0));
      long rows =
          Transaction.on(
              here.connection(),
              same -> {
                run(same, sql.of("stage"));
                PGConnection from = there.unwrap(PGConnection.class);
                PGConnection to = same.unwrap(PGConnection.class);
                Move.stream(
                    from.getCopyAPI().copyOut(sql.of("copy-coming").replace("$coming", coming)),
                    to.getCopyAPI().copyIn(sql.of("copy-in-staging")));
                return (long) run(same, sql.of("take-back"));
              });
      messages += kind == Kind.INBOX || kind == Kind.OUTBOX ? rows : 0;
    }
    Transaction.on(
        there,
        same -> {
          for (Kind kind : Kind.values()) {
            String coming = kind == Kind.INBOX ? "coming_inbox" : "coming_outbox";
            LeafSql sql = here.sql(new Leaf(kind.table(), LocalDate.EPOCH, 0));
            run(same, sql.of("let-go").replace("$coming", coming));
          }
          return true;
        });
    run(there, Sql.named("archive/forget-coming"));
    return new Restored(messages, days, until);
  }

  private static void choose(Connection there, Wanted wanted, Partners partners)
      throws SQLException {
    run(there, Sql.named("archive/forget-coming"));
    try (var statement = there.prepareStatement(Sql.named("archive/partners"))) {
      statement.setArray(1, partners.column(there, "int8", Partners.Partner::id));
      statement.setArray(2, partners.column(there, "int4", Partners.Partner::bot));
      statement.setArray(3, partners.column(there, "text", Partners.Partner::address));
      statement.executeUpdate();
    }
    for (String table : List.of("inbox", "outbox")) {
      run(
          there,
          Sql.named("archive/choose-" + table)
              .replace("$owner", Integer.toString(wanted.owner))
              .replace("$from", wanted.from.toString())
              .replace("$until", wanted.until.toString())
              .replace("$everybody", wanted.contact == null ? "true" : "false"));
    }
  }

  private static List<LocalDate> days(Connection there) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (var statement = there.prepareStatement(Sql.named("archive/coming-days"));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        days.add(rows.getObject(1, LocalDate.class));
      }
    }
    return days;
  }

  private static void prepare(Connection here, LocalDate day, Instant until) throws SQLException {
    try (var add = here.prepareStatement(Sql.named("archive/add-day"));
        var rest = here.prepareStatement(Sql.named("archive/rest"))) {
      add.setObject(1, day);
      add.execute();
      rest.setObject(1, day);
      rest.setString(2, until.toString());
      rest.executeUpdate();
    }
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    }
  }
}
