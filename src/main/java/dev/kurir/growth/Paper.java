package dev.kurir.growth;

import java.util.List;
import java.util.Objects;

/**
 * The tables 3 (masters) and 4 (a day's transactions) of the paper that Kurir goes back to.
 *
 * <p>Its declarations column by column are not at hand: a row's size here is what table 4's bytes
 * and rows give, and the masters' sizes are left open.
 *
 * <p>Source: Darmaastawan, Sukarsa, Buana: LINE messenger as a transport layer …, IJMECS 11(3),
 * 2019.
 */
final class Paper {
  private static final int ROW = 268;

  /** A row of out_line, which is the longer one. */
  private static final int LINE_OUT_ROW = 302;

  private Paper() {}

  /** Table 3: who there is. Every owner has a LINE bot and one for each partner. */
  static List<PaperTable> masters(Day day) {
    long owners = day.owners();
    return List.of(
        new PaperTable("tb_user", "owner", owners, null),
        new PaperTable("det_user", "bot", owners * (1 + day.partners()), null),
        new PaperTable("tb_contact", "contact", owners * day.partners(), null));
  }

  /** Table 4: what a day adds. LINE's tables hold what concerns all partners. */
  static List<PaperTable> transactions(Day day) {
    long line = day.telegram() + day.xmpp();
    return List.of(
        new PaperTable("in_line", "inbox_line", line, ROW),
        new PaperTable("in_tele", "inbox_telegram", day.telegram(), ROW),
        new PaperTable("in_xmpp", "inbox_xmpp", day.xmpp(), ROW),
        new PaperTable("out_line", "outbox_line", line, LINE_OUT_ROW),
        new PaperTable("out_tele", "outbox_telegram", day.telegram(), ROW),
        new PaperTable("out_xmpp", "outbox_xmpp", day.xmpp(), ROW));
  }

  /** Bytes that a day adds by the paper's sizes: the sum of table 4. */
  static long bytesADay(Day day) {
    return transactions(day).stream()
        .mapToLong(table -> Objects.requireNonNull(table.bytes()))
        .sum();
  }
}
