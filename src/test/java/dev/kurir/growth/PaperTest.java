package dev.kurir.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class PaperTest {
  private final Day day = new Day(100, 2, 10);

  @Test
  void tableFourIsThePapers() {
    assertThat(Paper.transactions(day))
        .extracting(PaperTable::name, PaperTable::kurir, PaperTable::rows, PaperTable::bytes)
        .containsExactly(
            tuple("in_line", "inbox_line", 2_000L, 536_000L),
            tuple("in_tele", "inbox_telegram", 1_000L, 268_000L),
            tuple("in_xmpp", "inbox_xmpp", 1_000L, 268_000L),
            tuple("out_line", "outbox_line", 2_000L, 604_000L),
            tuple("out_tele", "outbox_telegram", 1_000L, 268_000L),
            tuple("out_xmpp", "outbox_xmpp", 1_000L, 268_000L));
    assertThat(Paper.bytesADay(day)).isEqualTo(2_212_000);
  }

  @Test
  void tableThreeCountsMastersAndInventsNoSizes() {
    assertThat(Paper.masters(day))
        .extracting(PaperTable::name, PaperTable::rows, PaperTable::bytes)
        .containsExactly(
            tuple("tb_user", 100L, null),
            tuple("det_user", 300L, null),
            tuple("tb_contact", 200L, null));
  }

  @Test
  void partnersAreOnTelegramAndXmppByTurns() {
    assertThat(rows(new Day(10, 1, 7))).containsExactly(70L, 70L, 0L, 70L, 70L, 0L);
    assertThat(rows(new Day(10, 3, 7))).containsExactly(210L, 140L, 70L, 210L, 140L, 70L);
    assertThat(rows(new Day(10, 4, 7))).containsExactly(280L, 140L, 140L, 280L, 140L, 140L);
  }

  @Test
  void aReceiptIsKeptOfEachThatGoesOutAndAnAttemptOfEachToAPartner() {
    assertThat(Kept.besides(day))
        .containsExactly(new Kept("receipt", 4_000), new Kept("attempt", 2_000));
    assertThat(Kept.of(day)).hasSize(8).contains(new Kept("outbox_line", 2_000));
  }

  @Test
  void theLargestDayDoesNotOverflow() {
    assertThat(Paper.bytesADay(new Day(1_000_000, 100, 1_000))).isEqualTo(110_600_000_000_000L);
  }

  private static Iterable<Long> rows(Day day) {
    return Paper.transactions(day).stream().map(PaperTable::rows).toList();
  }
}
