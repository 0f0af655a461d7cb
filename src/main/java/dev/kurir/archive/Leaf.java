package dev.kurir.archive;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A table of the active database that holds one day: of one network's inbox or outbox, or of all
 * receipts or attempts.
 *
 * @param relation the table without its day: {@code inbox_line}, {@code receipt}
 * @param day in UTC
 * @param bytes what it takes, indexes included
 */
record Leaf(String relation, LocalDate day, long bytes) {
  /** As the active database calls it. */
  String name() {
    return relation + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  Kind kind() {
    return Kind.of(relation);
  }

  /** Whose messages it holds, a network's name or {@code control}; empty: everybody's. */
  Optional<String> ledger() {
    int end = relation.indexOf('_');
    return end < 0 ? Optional.empty() : Optional.of(relation.substring(end + 1));
  }

  /** What is moved first comes first: a day's messages, then what belongs to them. */
  static int order(Leaf one, Leaf other) {
    int days = one.day.compareTo(other.day);
    return days != 0 ? days : one.kind().compareTo(other.kind());
  }
}
