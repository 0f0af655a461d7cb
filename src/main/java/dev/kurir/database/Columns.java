package dev.kurir.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQL arrays for {@code unnest}: a column of many rows in one parameter. */
public final class Columns {
  private Columns() {}

  /**
   * One column of the rows.
   *
   * @param type PostgreSQL's name of the element's type, for example {@code int8}
   */
  public static <T> Array of(
      Connection connection, String type, Collection<T> rows, Function<T, @Nullable Object> column)
      throws SQLException {
    @Nullable Object[] values = new Object[rows.size()];
    int i = 0;
    for (T row : rows) {
      values[i++] = plain(column.apply(row));
    }
    return connection.createArrayOf(type, values);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Instant || value instanceof LocalDate ? value.toString() : value;
  }
}
