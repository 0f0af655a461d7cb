package dev.kurir.growth;

import java.util.List;

/** What was measured, counted up to the day that was asked for. Immutable. */
record Comparison(Plan plan, Measured measured) {

  /** The paper's masters. */
  List<PaperTable> masters() {
    return Paper.masters(plan.day());
  }

  /** The paper's transactions of the day. */
  List<PaperTable> transactions() {
    return Paper.transactions(plan.day());
  }

  /** What this schema keeps of the day besides. */
  List<Kept> besides() {
    return Kept.besides(plan.day());
  }

  /** Bytes on disk of so many rows of a table. */
  long bytes(String table, long rows) {
    return measured.of(table).bytesOf(rows);
  }

  /** Bytes of write-ahead log for so many rows of a table. */
  long wal(String table, long rows) {
    return measured.of(table).walOf(rows);
  }

  /** Bytes of all masters. */
  long masterBytes() {
    return masters().stream().mapToLong(table -> bytes(table.kurir(), table.rows())).sum();
  }

  /** Bytes on disk that the day adds: all tables, and the day's partitions before their rows. */
  long bytesADay() {
    return measured.emptyDay()
        + Kept.of(plan.day()).stream().mapToLong(kept -> bytes(kept.table(), kept.rows())).sum();
  }

  /** Bytes of write-ahead log that the day writes. */
  long walADay() {
    return Kept.of(plan.day()).stream().mapToLong(kept -> wal(kept.table(), kept.rows())).sum();
  }

  /** How it goes on, without the write-ahead log. */
  Course course() {
    return new Course(
        new Projection(masterBytes(), bytesADay()),
        new Projection(0, Paper.bytesADay(plan.day())),
        plan.disk(),
        plan.after());
  }
}
