package dev.kurir.growth;

/** A comparison's figures as tables of text. Pure. */
final class Sheets {
  private static final String NONE = "-";

  private Sheets() {}

  /** The paper's table 3. */
  static Sheet masters(Comparison comparison) {
    Sheet sheet =
        new Sheet(
            "Table 3: masters",
            2,
            "the\npaper",
            "\nKurir",
            "\nrows",
            "paper's\nbytes",
            "measured\na row",
            "measured\nbytes");
    long rows = 0;
    for (PaperTable table : comparison.masters()) {
      rows += table.rows();
      sheet.row(
          table.name(),
          table.kurir(),
          Wording.count(table.rows()),
          Wording.count(table.bytes()),
          aRow(comparison, table.kurir()),
          Wording.count(comparison.bytes(table.kurir(), table.rows())));
    }
    sheet.row("sum", "", Wording.count(rows), NONE, "", Wording.count(comparison.masterBytes()));
    return sheet;
  }

  /** The paper's table 4, and beneath its sum what this schema keeps besides. */
  static Sheet transactions(Comparison comparison) {
    Sheet sheet =
        new Sheet(
            "Table 4: transactions of a day",
            2,
            "the\npaper",
            "\nKurir",
            "\nrows",
            "paper's\na row",
            "paper's\nbytes",
            "measured\na row",
            "measured\nbytes",
            "measured\nWAL");
    long rows = 0;
    long bytes = 0;
    long wal = 0;
    for (PaperTable table : comparison.transactions()) {
      long bytesHere = comparison.bytes(table.kurir(), table.rows());
      long walHere = comparison.wal(table.kurir(), table.rows());
      rows += table.rows();
      bytes += bytesHere;
      wal += walHere;
      sheet.row(
          table.name(),
          table.kurir(),
          Wording.count(table.rows()),
          String.valueOf(table.rowBytes()),
          Wording.count(table.bytes()),
          aRow(comparison, table.kurir()),
          Wording.count(bytesHere),
          Wording.count(walHere));
    }
    sheet.row(
        "sum",
        "",
        Wording.count(rows),
        "",
        Wording.count(Paper.bytesADay(comparison.plan().day())),
        "",
        Wording.count(bytes),
        Wording.count(wal));
    for (Kept kept : comparison.besides()) {
      sheet.row(
          NONE,
          kept.table(),
          Wording.count(kept.rows()),
          NONE,
          NONE,
          aRow(comparison, kept.table()),
          Wording.count(comparison.bytes(kept.table(), kept.rows())),
          Wording.count(comparison.wal(kept.table(), kept.rows())));
    }
    String empty = Wording.count(comparison.measured().emptyDay());
    sheet.row(NONE, "empty partitions", NONE, NONE, NONE, NONE, empty, NONE);
    String all = Wording.count(comparison.bytesADay());
    sheet.row("all", "", "", "", "", "", all, Wording.count(comparison.walADay()));
    return sheet;
  }

  /** How long the disk lasts. */
  static Sheet projection(Comparison comparison) {
    Course course = comparison.course();
    Projection kurir = course.kurir();
    String disk = Wording.size(course.disk().bytes());
    Sheet sheet =
        new Sheet("A disk of " + disk, 1, "\n", "bytes\na day", "the disk\nis full after");
    lasts(sheet, "the paper's sizes", course.paper(), course.disk());
    lasts(sheet, "Kurir, all kept", kurir, course.disk());
    Projection withLog = new Projection(kurir.start(), kurir.daily() + comparison.walADay());
    lasts(sheet, "Kurir, all kept and the WAL as well", withLog, course.disk());
    String level = Wording.size(kurir.level(course.after()));
    sheet.row(
        "Kurir, archived after " + Wording.days(course.after()),
        Wording.count(kurir.daily()),
        course.levelsOff()
            ? "never: levels off at " + level
            : Wording.days(kurir.daysUntilFull(course.disk())) + ": it needs " + level);
    return sheet;
  }

  private static void lasts(Sheet sheet, String name, Projection projection, DiskSize disk) {
    sheet.row(
        name, Wording.count(projection.daily()), Wording.days(projection.daysUntilFull(disk)));
  }

  private static String aRow(Comparison comparison, String table) {
    Footprint here = comparison.measured().of(table);
    return here.rows() == 0 ? NONE : Wording.count(here.bytesOf(1));
  }
}
