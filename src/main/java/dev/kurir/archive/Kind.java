package dev.kurir.archive;

import java.util.Locale;

/** The tables that messages leave; in both databases by the same name. */
enum Kind {
  INBOX("inbox", "id"),
  OUTBOX("outbox", "id"),
  RECEIPT("receipt", "outbox_id"),
  ATTEMPT("attempt", "outbox_id");

  private final String table;
  private final String key;

  Kind(String table, String key) {
    this.table = table;
    this.key = key;
  }

  /** The parent table. */
  String table() {
    return table;
  }

  /** The column with the number of the message that a row belongs to. */
  String key() {
    return key;
  }

  /** What a table without its day is a part of: {@code inbox_line} of the inbox. */
  static Kind of(String relation) {
    int end = relation.indexOf('_');
    return valueOf((end < 0 ? relation : relation.substring(0, end)).toUpperCase(Locale.ROOT));
  }
}
