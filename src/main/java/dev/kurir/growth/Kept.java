package dev.kurir.growth;

import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of a day that this schema keeps.
 *
 * @param table of this schema
 */
record Kept(String table, long rows) {

  /** All of a day. */
  static List<Kept> of(Day day) {
    Stream<Kept> compared =
        Paper.transactions(day).stream().map(table -> new Kept(table.kurir(), table.rows()));
    return Stream.concat(compared, besides(day).stream()).toList();
  }

  /**
   * What the paper has no table for: a receipt for each message that goes out, and an attempt for
   * each that goes to a network which can't recognise a repeat.
   */
  static List<Kept> besides(Day day) {
    long toPartners = day.telegram() + day.xmpp();
    long toOwners = day.telegram() + day.xmpp();
    return List.of(new Kept("receipt", toPartners + toOwners), new Kept("attempt", toPartners));
  }
}
