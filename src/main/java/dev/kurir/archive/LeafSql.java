package dev.kurir.archive;

import dev.kurir.database.Sql;

/**
 * The statements about one leaf: names of tables and columns can't be parameters.
 *
 * @param columns all of its table, in their order
 */
record LeafSql(Leaf leaf, String columns) {
  /** The statement {@code archive/<name>} for this leaf. */
  String of(String name) {
    return Sql.named("archive/" + name)
        .replace("$leaf", leaf.name())
        .replace("$columns", columns)
        .replace("$table", leaf.kind().table())
        .replace("$key", leaf.kind().key())
        .replace("$day", leaf.day().toString())
        .replace(
            "$ledger", leaf.ledger().map(ledger -> "ledger = '" + ledger + "'").orElse("true"));
  }

  /** The same for what belongs to this kind of leaf: attempts leave as receipts do. */
  String ofKind(String name) {
    Kind kind = leaf.kind() == Kind.ATTEMPT ? Kind.RECEIPT : leaf.kind();
    return of(name + "-" + kind.table());
  }
}
