package dev.kurir.growth;

import org.jspecify.annotations.Nullable;

/**
 * A table as the paper counts it.
 *
 * @param name the paper's
 * @param kurir the table of this schema that stands for it
 * @param rows of a day; of masters, all
 * @param rowBytes of one row by the paper's declared column sizes; null where they are not known
 */
record PaperTable(String name, String kurir, long rows, @Nullable Integer rowBytes) {

  /** What its rows take by the paper's sizes; null where these are not known. */
  @Nullable Long bytes() {
    return rowBytes == null ? null : rows * rowBytes;
  }
}
