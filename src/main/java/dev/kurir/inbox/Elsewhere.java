package dev.kurir.inbox;

import dev.kurir.journal.Journal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;

/** Knows what has left the active database. Thread-safe. */
@FunctionalInterface
public interface Elsewhere {
  /**
   * Which of some messages it has.
   *
   * @param since the day before the first of them came
   */
  Set<Journal.Name> of(Collection<Journal.Name> names, LocalDate since) throws SQLException;
}
