package dev.kurir.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final List<FaultKind> ALL = List.of(FaultKind.values());

  @Test
  void sameSeedIsTheSamePlanAndAnotherIsAnother() {
    assertThat(Plan.of(1, 50_000, ALL)).isEqualTo(Plan.of(1, 50_000, ALL));
    assertThat(Plan.of(1, 50_000, ALL)).isNotEqualTo(Plan.of(2, 50_000, ALL));
  }

  @Test
  void everyRoundHasEveryKindOnce() {
    List<FaultKind> kinds =
        Plan.of(3, 50_000, ALL).faults().stream().map(Plan.Planned::kind).toList();

    assertThat(kinds).hasSize(3 * ALL.size());
    assertThat(kinds.subList(0, ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(Plan.of(3, 2_000, ALL).faults()).hasSize(ALL.size());
  }

  @Test
  void faultsAreSpreadOverTheMessages() {
    List<Integer> after =
        Plan.of(5, 50_000, ALL).faults().stream().map(Plan.Planned::after).toList();

    assertThat(after).isSorted().allMatch(sent -> sent > 0 && sent < 50_000);
  }
}
