package dev.kurir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.bench.Figure.Pair;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlternationTest {
  private final List<String> order = new ArrayList<>();

  private Alternation.Side side(String name, double... values) {
    Deque<Double> left = new ArrayDeque<>();
    for (double value : values) {
      left.add(value);
    }
    return () -> {
      order.add(name);
      return Map.of("rate", left.size() > 1 ? left.remove() : left.element());
    };
  }

  private static Alternation alternation(int wanted) {
    return new Alternation(wanted, () -> {}, line -> {});
  }

  @Test
  void referenceStandsBeforeAndAfterEachMeasurement() throws Exception {
    Alternation alternation =
        alternation(2).against("plain", side("plain", 10, 11, 12)).run("rate", side("kurir", 5, 6));

    assertThat(order).containsExactly("plain", "kurir", "plain", "kurir", "plain");
    assertThat(alternation.pairs("plain", "rate"))
        .containsExactly(new Pair(5, 10, 11), new Pair(6, 11, 12));
    assertThat(alternation.kurir("rate")).containsExactly(5.0, 6.0);
  }

  @Test
  void thrownAwayPairIsMeasuredAgain() throws Exception {
    Alternation alternation =
        alternation(2)
            .against("plain", side("plain", 10, 30, 31, 32))
            .run("rate", side("kurir", 5));

    assertThat(alternation.pairs("plain", "rate"))
        .extracting(Pair::kept)
        .containsExactly(false, true, true);
  }

  @Test
  void machineThatNeverRestsEndsTheMeasurementAllTheSame() throws Exception {
    Alternation alternation =
        alternation(2)
            .against("plain", side("plain", 10, 30, 10, 30, 10, 30))
            .run("rate", side("kurir", 5));

    assertThat(alternation.pairs("plain", "rate")).hasSize(4).noneMatch(Pair::kept);
  }
}
