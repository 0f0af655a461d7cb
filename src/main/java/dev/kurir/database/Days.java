package dev.kurir.database;

import dev.kurir.message.NetworkName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/**
 * The day that new rows belong to, in UTC; never goes back, also when the clock does, and its
 * partitions are committed before the first row. Thread-safe.
 *
 * <p>Making partitions locks the message tables. Whoever writes to them before asking for the day
 * calls {@link #prepare} before its transaction: from then on {@link #today} only reads the clock,
 * also past midnight.
 */
public final class Days {
  private final DataSource active;
  private final Clock clock;
  private final AtomicReference<LocalDate> latest = new AtomicReference<>(LocalDate.MIN);
  private volatile LocalDate madeUpTo = LocalDate.MIN;

  public Days(DataSource active, Clock clock) {
    this.active = active;
    this.clock = clock;
  }

  /** Today. */
  public LocalDate today() throws SQLException {
    LocalDate today = advance();
    if (today.isAfter(madeUpTo)) {
      prepare();
    }
    return today;
  }

  /** Makes the partitions of today and tomorrow, once. */
  public void prepare() throws SQLException {
    if (advance().isBefore(madeUpTo)) {
      return;
    }
    synchronized (this) {
      LocalDate today = advance();
      if (!today.isBefore(madeUpTo)) {
        try (Connection connection = active.getConnection();
            var statement = connection.prepareStatement(Sql.named("database/add-day"))) {
          statement.setObject(1, today);
          statement.setObject(2, today);
          statement.execute();
        }
        madeUpTo = today.plusDays(1);
      }
    }
  }

  /** Makes a network's tables, if they aren't there, with their partitions of today. */
  public void add(NetworkName network) throws SQLException {
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.named("database/add-network"))) {
      statement.setString(1, network.value());
      statement.execute();
    }
    madeUpTo = LocalDate.MIN;
    prepare();
  }

  /** The networks that have tables. */
  public Set<NetworkName> networks() throws SQLException {
    Set<NetworkName> names = new HashSet<>();
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.named("database/networks"));
        var row = statement.executeQuery()) {
      while (row.next()) {
        names.add(new NetworkName(row.getString(1)));
      }
    }
    return names;
  }

  private LocalDate advance() {
    LocalDate now = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return latest.accumulateAndGet(now, (known, next) -> next.isAfter(known) ? next : known);
  }
}
