package dev.kurir.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a map of the platform's. */
class SegmentTableTest {
  @Property(tries = 300)
  void holdsWhatAMapHolds(@ForAll("steps") List<Long> steps) {
    SegmentTable table = new SegmentTable();
    Map<Long, Long> model = new HashMap<>();
    for (long step : steps) {
      if (step == 0) {
        table.evict(
            10,
            place -> assertThat(model.remove(table.mailbox(place))).isEqualTo(table.next(place)));
      } else if (table.find(step) < 0) {
        int place = table.add(step);
        table.next(place, 7 * step);
        if (step % 3 == 0) {
          table.used(place);
        }
        model.put(step, 7 * step);
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
    model.forEach(
        (mailbox, next) ->
            assertThat(table.next(table.find(mailbox))).as("mailbox " + mailbox).isEqualTo(next));
  }

  @Provide
  Arbitrary<List<Long>> steps() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, Arbitraries.just(0L)),
            net.jqwik.api.Tuple.of(12, Arbitraries.longs().between(-100, 100)),
            net.jqwik.api.Tuple.of(3, Arbitraries.longs()))
        .list()
        .ofMaxSize(400);
  }

  @Example
  void fieldsOfAPlaceDoNotMix() {
    SegmentTable table = new SegmentTable();
    int place = table.add(-1);
    table.next(place, Long.MAX_VALUE);
    table.left(place, -3);
    table.step(place, 100_000);
    table.since(place, -7);
    table.wanted(place, true);
    table.used(place);
    table.since(place, Integer.MIN_VALUE);
    table.step(place, 8);

    assertThat(table.mailbox(place)).isEqualTo(-1);
    assertThat(table.next(place)).isEqualTo(Long.MAX_VALUE);
    assertThat(table.left(place)).isEqualTo(-3);
    assertThat(table.step(place)).isEqualTo(8);
    assertThat(table.since(place)).isEqualTo(Integer.MIN_VALUE);
    assertThat(table.wanted(place)).isTrue();
  }

  @Example
  void itGetsSmallerAgain() {
    SegmentTable table = new SegmentTable();
    for (int mailbox = 1; mailbox <= 10_000; mailbox++) {
      table.add(mailbox);
    }
    table.evict(9_900, place -> {});

    assertThat(table.size()).isEqualTo(100);
    assertThat(table.places()).isLessThanOrEqualTo(400);
  }

  @Example
  void whatWaitsForNumbersStays() {
    SegmentTable table = new SegmentTable();
    table.wanted(table.add(1), true);
    table.add(2);

    table.evict(10, place -> assertThat(table.mailbox(place)).isEqualTo(2));

    assertThat(table.size()).isOne();
    assertThat(table.find(1)).isNotNegative();
  }

  @Example
  void whatWasJustUsedStaysForARound() {
    SegmentTable table = new SegmentTable();
    table.used(table.add(1));

    table.evict(10, place -> {});
    assertThat(table.size()).isOne();
    table.evict(10, place -> {});
    assertThat(table.size()).isZero();
  }
}
