package dev.kurir.bench;

import dev.kurir.database.DatabaseAddress;
import dev.kurir.database.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What Kurir's tables say, read on a connection of the bench's own. One thread. */
final class Ledger implements AutoCloseable {
  private final Connection connection;

  Ledger(DatabaseAddress address) throws SQLException {
    connection = DriverManager.getConnection(address.url(), address.username(), address.password());
  }

  /** The newest message's id. */
  long newest() throws SQLException {
    return number("bench/last-message", null);
  }

  /** How many messages behind that one have a receipt. */
  long settledSince(long id) throws SQLException {
    return number("bench/settled", id);
  }

  /** How many owners are paired. */
  long paired() throws SQLException {
    return number("bench/paired", null);
  }

  /** How many of these events are in no inbox. */
  long missing(Collection<String> ids) throws SQLException {
    return missing("bench/missing", ids);
  }

  /** How many of these texts are in no inbox of the messenger. */
  long missingTexts(Collection<String> texts) throws SQLException {
    return missing("bench/missing-texts", texts);
  }

  private long missing(String query, Collection<String> ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named(query))) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private long number(String query, @Nullable Long parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named(query))) {
      if (parameter != null) {
        statement.setLong(1, parameter);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
