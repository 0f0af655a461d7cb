package dev.kurir.community;

import dev.kurir.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A group or room, as somebody sees it.
 *
 * @param members how many are in it
 * @param role what who looks is in it; null: not in it
 */
public record Circle(
    String name, @Nullable String title, int members, @Nullable Role role, Instant createdAt) {

  /** The group or room of a name. */
  static Optional<Circle> find(Handle handle, Person viewer, String name, boolean open) {
    return handle
        .createQuery(Sql.named("community/circle-show"))
        .bind("user_id", viewer.id().value())
        .bind("name", name)
        .bind("open", open)
        .map(Circle::of)
        .findOne();
  }

  static Circle of(ResultSet row, StatementContext context) throws SQLException {
    String role = row.getString("role");
    return new Circle(
        row.getString("name"),
        row.getString("title"),
        row.getInt("members"),
        role == null ? null : Role.of("role", role),
        row.getTimestamp("created_at").toInstant());
  }
}
