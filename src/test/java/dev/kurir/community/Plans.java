package dev.kurir.community;

import dev.kurir.database.Sql;
import dev.kurir.owner.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** How PostgreSQL goes about a named statement, with the planner's settings of the pool. */
final class Plans {
  private Plans() {}

  /** The plan of a statement that was prepared with parameters, as one for all their values. */
  static String of(TestDatabase database, String query, List<String> parameters, String... values) {
    return of(database, Sql.named(query), query, parameters, values);
  }

  /** The same of a text. */
  static String of(
      TestDatabase database, String sql, String name, List<String> parameters, String... values) {
    String text = sql;
    for (int i = 0; i < parameters.size(); i++) {
      text = text.replaceAll(":" + parameters.get(i) + "\\b", "\\$" + (i + 1));
    }
    StringBuilder plan = new StringBuilder();
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE looked_at AS " + text);
      try (ResultSet row =
          statement.executeQuery("EXPLAIN EXECUTE looked_at (" + String.join(", ", values) + ")")) {
        while (row.next()) {
          plan.append(row.getString(1)).append('\n');
        }
      } finally {
        statement.execute("DEALLOCATE looked_at");
        statement.execute("RESET plan_cache_mode");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(name, e);
    }
    return plan.toString();
  }
}
