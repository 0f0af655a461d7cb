package dev.kurir.growth;

import java.util.Map;

/**
 * What this schema takes. Immutable.
 *
 * @param tables by the name of the table
 * @param emptyDay bytes that a day's partitions take before their first row
 */
record Measured(Map<String, Footprint> tables, long emptyDay) {
  Measured {
    tables = Map.copyOf(tables);
  }

  /** A table's; {@link Footprint#NONE} where nothing of the day goes. */
  Footprint of(String table) {
    return tables.getOrDefault(table, Footprint.NONE);
  }
}
