package dev.kurir.inbox;

import dev.kurir.journal.JournalReader;
import dev.kurir.journal.Position;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts into the tables what this node's journal has and no database does, as after one was lost and
 * an older copy of it put in place. What is stored anywhere stays as it is; what was a command is
 * not given again; what is erased does not come back. Thread-safe; messages go on meanwhile.
 */
public final class Rebuilding {
  /** So long one call works; then it says where the next goes on. */
  private static final Duration WORK = Duration.ofSeconds(5);

  private final Inbox inbox;
  private final JournalReader reader;
  private final Elsewhere elsewhere;

  /**
   * @param reader of the journal, its own
   */
  public Rebuilding(Inbox inbox, JournalReader reader, Elsewhere elsewhere) {
    this.inbox = inbox;
    this.reader = reader;
    this.elsewhere = elsewhere;
  }

  /**
   * What one call did.
   *
   * @param read lines of the journal
   * @param stored which were missing, and are mapped now
   * @param known which were there
   * @param left which are left out: commands, erased texts, and messages to bots that the database
   *     does not have
   * @param next where the next call goes on; null: it is at the end
   */
  public record Rebuilt(long read, long stored, long known, long left, @Nullable Position next) {}

  /**
   * Works for some seconds.
   *
   * @param since what was journaled before is left alone
   * @param from where to go on; null: at the beginning
   */
  public synchronized Rebuilt rebuild(Instant since, @Nullable Position from)
      throws SQLException, IOException {
    long deadline = System.nanoTime() + WORK.toNanos();
    long read = 0;
    long stored = 0;
    long known = 0;
    long left = 0;
    Position at = from == null ? reader.firstSince(since) : from;
    while (true) {
      Inbox.Again again = inbox.storeAgain(reader, at, since, elsewhere);
      read += again.read();
      stored += again.stored();
      known += again.known();
      left += again.left();
      if (again.next().equals(at)) {
        return new Rebuilt(read, stored, known, left, null);
      }
      at = again.next();
      if (System.nanoTime() > deadline) {
        return new Rebuilt(read, stored, known, left, at);
      }
    }
  }
}
