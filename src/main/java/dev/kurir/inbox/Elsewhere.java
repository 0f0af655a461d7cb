package dev.kurir.inbox;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;

/** Knows what has left the active database. Thread-safe. */
@FunctionalInterface
public interface Elsewhere {
  /** By what a network calls a message. */
  record Name(String network, int bot, String id) {}

  /**
   * Which of some messages it has.
   *
   * @param since the day before the first of them came
   */
  Set<Name> of(Collection<Name> names, LocalDate since) throws SQLException;
}
