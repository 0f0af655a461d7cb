package dev.kurir.archive;

import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.inbox.Elsewhere;
import dev.kurir.journal.Journal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/** What has left for the passive database, by the networks' names. Thread-safe. */
public final class Departed implements Elsewhere {
  private final DataSource active;
  private final Passive passive;

  public Departed(DataSource active, Passive passive) {
    this.active = active;
    this.passive = passive;
  }

  @Override
  public Set<Journal.Name> of(Collection<Journal.Name> names, LocalDate since) throws SQLException {
    if (names.isEmpty() || !hasBegun()) {
      return Set.of();
    }
    try (Connection connection = passive.pool().getConnection();
        var statement = connection.prepareStatement(Sql.named("archive/left"))) {
      Columns.bind(statement, 1, names)
          .add("text", Journal.Name::network)
          .add("int4", Journal.Name::bot)
          .add("text", Journal.Name::id);
      statement.setObject(4, since);
      return new HashSet<>(
          MessageRows.read(
              statement,
              row -> new Journal.Name(row.getString(1), row.getInt(2), row.getString(3))));
    }
  }

  private boolean hasBegun() throws SQLException {
    try (Connection connection = active.getConnection()) {
      return MessageRows.hasBegun(connection);
    }
  }
}
