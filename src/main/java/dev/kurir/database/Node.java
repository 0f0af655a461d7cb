package dev.kurir.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * This process among all that share the database: a number that belongs to its data directory.
 *
 * @param id small, given by the active database
 */
public record Node(int id) {
  /** Says whether it serves the connections of bots, of which others take no notice before. */
  public void serveBots(DataSource active, boolean serves) throws SQLException {
    Transaction.in(
        active,
        connection -> {
          try (var statement = connection.prepareStatement(Sql.named("cluster/serve-bots"))) {
            statement.setBoolean(1, serves);
            statement.setInt(2, id);
            statement.setBoolean(3, serves);
            return statement.executeUpdate();
          }
        });
  }

  /** Joins with the name in {@code <data>/node.id}, made on the first start. */
  public static Node join(DataSource active, Path dataDirectory) throws IOException, SQLException {
    Path file = dataDirectory.resolve("node.id");
    if (!Files.exists(file)) {
      Files.writeString(file, UUID.randomUUID().toString());
    }
    String name = Files.readString(file).strip();
    return Transaction.in(
        active,
        connection -> {
          try (var statement = connection.prepareStatement(Sql.named("journal/join"))) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
              rows.next();
              return new Node(rows.getInt(1));
            }
          }
        });
  }
}
