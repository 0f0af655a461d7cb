package dev.kurir.archive;

import java.math.BigDecimal;

/**
 * How much a table holds, and a checksum over the text of its rows that does not depend on their
 * order: the sum of {@code hashtextextended(row, 0)}.
 */
record Content(long rows, BigDecimal checksum) {
  @Override
  public String toString() {
    return rows + " rows, checksum " + checksum.toPlainString();
  }
}
