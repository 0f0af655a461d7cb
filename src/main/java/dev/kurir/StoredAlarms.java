package dev.kurir;

import dev.kurir.message.BotId;
import dev.kurir.network.Alarms;
import dev.kurir.outbox.OwnerAlarms;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alarms in the active database; while it is away nothing is told. Thread-safe. */
final class StoredAlarms implements Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(StoredAlarms.class);
  private volatile @Nullable OwnerAlarms alarms;

  /** Before the outbox is there, nothing is told. */
  void begin(OwnerAlarms stored) {
    alarms = stored;
  }

  @Override
  public void raise(BotId bot, String occasion, String text) {
    OwnerAlarms stored = alarms;
    if (stored == null) {
      return;
    }
    try {
      stored.raise(bot, occasion, text);
    } catch (SQLException e) {
      LOG.warn("bot {}: its owner can't be told of {} yet: {}", bot, occasion, e.getSQLState());
    }
  }

  @Override
  public void clear(BotId bot, String occasion) {
    OwnerAlarms stored = alarms;
    if (stored == null) {
      return;
    }
    try {
      stored.clear(bot, occasion);
    } catch (SQLException e) {
      LOG.warn("bot {}: the end of {} can't be noted yet: {}", bot, occasion, e.getSQLState());
    }
  }
}
