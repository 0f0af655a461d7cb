package dev.kurir.community;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mailbox has after a number, without an unexplained gap: every number up to {@code last} is
 * one of a letter or lies in a gap.
 *
 * @param next what to ask for as {@code after}; null: there is no more
 * @param last up to where one has everything now
 */
public record MailboxPage(List<Letter> items, List<Gap> gaps, @Nullable Long next, long last) {

  /** Numbers without a letter, the first and the last included. */
  public record Gap(long first, long last, String why) {}

  /**
   * A row of a mailbox.
   *
   * @param letter null where its person has deleted it
   */
  record Row(long number, @Nullable Letter letter) {}

  /**
   * Makes a page.
   *
   * @param rows by number, at most one more than the limit
   * @param archived up to where what is missing may have left for the archive; 0: nothing has
   */
  static MailboxPage of(long after, List<Row> rows, int limit, long archived) {
    boolean more = rows.size() > limit;
    List<Row> shown = more ? rows.subList(0, limit) : rows;
    List<Letter> items = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    long last = after;
    for (Row row : shown) {
      missing(last + 1, row.number - 1, archived, gaps);
      if (row.letter == null) {
        add(gaps, row.number, row.number, "deleted");
      } else {
        items.add(row.letter);
      }
      last = row.number;
    }
    return new MailboxPage(List.copyOf(items), List.copyOf(gaps), more ? last : null, last);
  }

  private static void missing(long first, long last, long archived, List<Gap> gaps) {
    long left = Math.min(last, archived);
    add(gaps, first, left, "archived");
    add(gaps, Math.max(first, left + 1), last, "unused");
  }

  private static void add(List<Gap> gaps, long first, long last, String why) {
    if (first > last) {
      return;
    }
    Gap before = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
    if (before != null && before.last + 1 == first && before.why.equals(why)) {
      gaps.set(gaps.size() - 1, new Gap(before.first, last, why));
    } else {
      gaps.add(new Gap(first, last, why));
    }
  }
}
