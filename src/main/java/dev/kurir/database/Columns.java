package dev.kurir.database;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * SQL arrays for {@code unnest}: a column of many rows in one parameter. Integers, texts and times
 * as {@code float8} go over in binary form; anything else is written as text and parsed again.
 */
public final class Columns<T> {
  private static final Map<String, Class<?>> BINARY =
      Map.of(
          "int2", Short.class,
          "int4", Integer.class,
          "int8", Long.class,
          "float8", Double.class,
          "text", String.class);
  private static final double NANOS = 1e9;

  private final PreparedStatement statement;
  private final Collection<T> rows;
  private int parameter;

  private Columns(PreparedStatement statement, int from, Collection<T> rows) {
    this.statement = statement;
    this.parameter = from;
    this.rows = rows;
  }

  /** Binds columns of the rows, one after the other, from a parameter on. */
  public static <T> Columns<T> bind(PreparedStatement statement, int from, Collection<T> rows) {
    return new Columns<>(statement, from, rows);
  }

  /** Binds the next column; see {@link #of}. */
  @CanIgnoreReturnValue
  public Columns<T> add(String type, Function<T, @Nullable Object> column) throws SQLException {
    statement.setArray(parameter++, of(statement.getConnection(), type, rows, column));
    return this;
  }

  /**
   * One column of the rows.
   *
   * @param type PostgreSQL's name of the element's type, for example {@code int8}; an instant as
   *     {@code float8} is in seconds, for {@code to_timestamp}, exact to the microsecond
   * @param column gives the type's own class (a {@code Short} for {@code int2}), an {@code Instant}
   *     or a {@code LocalDate}
   */
  public static <T> Array of(
      Connection connection, String type, Collection<T> rows, Function<T, @Nullable Object> column)
      throws SQLException {
    Class<?> element = BINARY.getOrDefault(type, Object.class);
    @Nullable Object[] values =
        (Object[]) java.lang.reflect.Array.newInstance(element, rows.size());
    int i = 0;
    for (T row : rows) {
      values[i++] = plain(column.apply(row), element);
    }
    return element == Object.class
        ? connection.createArrayOf(type, values)
        : connection.unwrap(PGConnection.class).createArrayOf(type, (Object) values);
  }

  private static @Nullable Object plain(@Nullable Object value, Class<?> element) {
    if (value instanceof Instant at) {
      return element == Double.class ? (Object) seconds(at) : at.toString();
    }
    return value instanceof LocalDate day ? day.toString() : value;
  }

  private static double seconds(Instant at) {
    return at.getEpochSecond() + at.getNano() / NANOS;
  }
}
