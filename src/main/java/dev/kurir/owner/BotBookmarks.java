package dev.kurir.owner;

import dev.kurir.database.Sql;
import dev.kurir.message.BotId;
import java.io.IOException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each bot's adapter has read, one short text a bot in the active database. While the
 * database is away nothing is kept, and an adapter reads again what the inbox recognises.
 * Thread-safe.
 */
public final class BotBookmarks {
  private static final Logger LOG = LoggerFactory.getLogger(BotBookmarks.class);

  private final Jdbi jdbi;

  public BotBookmarks(DataSource active) {
    this.jdbi = Jdbi.create(active);
  }

  /**
   * What was remembered last; empty for a new bot.
   *
   * @throws IOException while the database is away
   */
  public Optional<String> read(BotId bot) throws IOException {
    try {
      return jdbi.withHandle(
          handle ->
              handle
                  .createQuery(Sql.named("owner/read-bookmark"))
                  .bind("id", bot.value())
                  .mapTo(String.class)
                  .findOne());
    } catch (JdbiException e) {
      throw new IOException("bot " + bot + ": bookmark not read, the database is away", e);
    }
  }

  /** Remembers; while the database is away nothing is kept. */
  public void write(BotId bot, String mark) {
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(Sql.named("owner/write-bookmark"))
                  .bind("id", bot.value())
                  .bind("mark", mark)
                  .execute());
    } catch (JdbiException e) {
      LOG.warn("bot {}: bookmark not kept, the database is away", bot);
    }
  }
}
