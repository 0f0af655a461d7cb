package dev.kurir.messenger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.database.Sql;
import dev.kurir.database.Transaction;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Everybody with a name, in the active database: a name is given once, whichever server gives it.
 * Who was found stays known for some seconds, and for as long as the database is away. Thread-safe.
 */
final class Users {
  private static final int REMEMBERED = 100_000;
  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private final DataSource active;
  private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  private record Known(User user, long at) {}

  Users(DataSource active) {
    this.active = active;
  }

  /** Adds a user; empty when the name is taken. */
  Optional<OwnerId> add(String name, @Nullable String password, @Nullable String verifier)
      throws SQLException {
    return Transaction.in(
        active,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Sql.named("messenger/add-user"))) {
            statement.setString(1, name);
            statement.setString(2, password);
            statement.setString(3, verifier);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(new OwnerId(row.getInt(1))) : Optional.empty();
            }
          }
        });
  }

  /** Gives a user another password. */
  void setPassword(OwnerId user, String password, String verifier) throws SQLException {
    Transaction.in(
        active,
        connection ->
            update(connection, "messenger/set-password", password, verifier, user.value()));
  }

  /** Keeps a name for a bot; false when it is a user's. */
  boolean addBot(String name) throws SQLException {
    known.invalidate(name);
    return Transaction.in(
        active,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Sql.named("messenger/add-bot"))) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  void removeBot(String name) throws SQLException {
    known.invalidate(name);
    Transaction.in(active, connection -> update(connection, "messenger/remove-bot", name));
  }

  /** Removes a user, their sessions and everything in their mailbox. */
  void remove(User user) throws SQLException {
    known.invalidate(user.name());
    Transaction.in(
        active,
        connection -> {
          update(
              connection,
              "messenger/remove-mailbox",
              ConversationId.masterOf(user.id()).value(),
              user.id().value());
          return update(connection, "messenger/remove-user", user.id().value());
        });
    known.invalidate(user.name());
  }

  /** The user or bot of a name, as the database has it now. */
  Optional<User> find(String name) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("messenger/find-user"))) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          known.invalidate(name);
          return Optional.empty();
        }
        User user =
            new User(
                new OwnerId(row.getInt("id")),
                row.getString("name"),
                row.getString("password"),
                row.getString("verifier"),
                row.getBoolean("bot"));
        known.put(name, new Known(user, System.nanoTime()));
        return Optional.of(user);
      }
    }
  }

  /** A user has been removed at another server. */
  void forget(String name) {
    known.invalidate(name);
  }

  /** Who is known by that name without asking; null: ask. */
  @Nullable User remembered(String name) {
    Known user = known.getIfPresent(name);
    return user == null || System.nanoTime() - user.at > FRESH ? null : user.user;
  }

  /** The user of a name; while the database is away, as it was when it was last seen. */
  Optional<User> recipient(String name) throws SQLException {
    User fresh = remembered(name);
    if (fresh != null) {
      return Optional.of(fresh);
    }
    try {
      return find(name);
    } catch (SQLException e) {
      Known before = known.getIfPresent(name);
      if (before == null) {
        throw e;
      }
      known.put(name, new Known(before.user, System.nanoTime())); // not asked again at once
      return Optional.of(before.user);
    }
  }

  private static int update(Connection connection, String query, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.named(query))) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
