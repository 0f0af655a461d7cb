package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.community.MailboxPage.Gap;
import dev.kurir.community.MailboxPage.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MailboxPageTest {
  private static Row letter(long number) {
    return new Row(number, new Letter(number, "ani", null, "halo", Instant.EPOCH, false));
  }

  @Test
  void whatIsMissingIsExplained() {
    MailboxPage page =
        MailboxPage.of(0, List.of(letter(4), new Row(5, null), new Row(6, null), letter(9)), 10, 2);

    assertThat(page.gaps())
        .containsExactly(
            new Gap(1, 2, "archived"),
            new Gap(3, 3, "unused"),
            new Gap(5, 6, "deleted"),
            new Gap(7, 8, "unused"));
    assertThat(page.last()).isEqualTo(9);
    assertThat(page.next()).isNull();
  }

  @Test
  void anEmptyPageStaysWhereItWas() {
    assertThat(MailboxPage.of(7, List.of(), 10, 0))
        .isEqualTo(new MailboxPage(List.of(), List.of(), null, 7));
  }

  /** However long the pages are: each number is in a letter or in a gap, once. */
  @Property
  void pagesLeaveNoUnexplainedGap(
      @ForAll @Size(max = 60) Set<@IntRange(min = 1, max = 100) Integer> numbers,
      @ForAll Set<@IntRange(min = 1, max = 100) Integer> deleted,
      @ForAll @IntRange(min = 1, max = 9) int limit) {
    List<Row> rows = new ArrayList<>();
    for (int number : new TreeSet<>(numbers)) {
      rows.add(deleted.contains(number) ? new Row(number, null) : letter(number));
    }
    List<Long> seen = new ArrayList<>();
    Long after = 0L;
    while (after != null) {
      long from = after;
      List<Row> rest = rows.stream().filter(row -> row.number() > from).limit(limit + 1L).toList();
      MailboxPage page = MailboxPage.of(from, rest, limit, 0);
      page.items().forEach(letter -> seen.add(letter.number()));
      for (Gap gap : page.gaps()) {
        for (long number = gap.first(); number <= gap.last(); number++) {
          seen.add(number);
        }
      }
      assertThat(page.next()).isIn(null, page.last());
      after = page.next();
    }
    long last = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).number();
    assertThat(seen).doesNotHaveDuplicates().hasSize((int) last);
  }

  @Test
  void aLetterKnowsWhereItCameFrom() {
    assertThat(Letter.of(1, "ani halo dunia", Instant.EPOCH, false))
        .isEqualTo(new Letter(1, "ani", null, "halo dunia", Instant.EPOCH, false));
    assertThat(Letter.of(2, "#kebun/ani halo #2/3", Instant.EPOCH, true))
        .isEqualTo(new Letter(2, "ani", "kebun", "halo #2/3", Instant.EPOCH, true));
  }
}
