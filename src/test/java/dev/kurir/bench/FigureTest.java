package dev.kurir.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kurir.bench.Figure.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Goal AT_LEAST = Goal.atLeast(0.35, 0.6);

  @Test
  void ratioIsTheMedianOfThePairsRatios() {
    Figure figure =
        Figure.of(
            "rate",
            "messages/s",
            List.of(new Pair(40, 100, 100), new Pair(70, 100, 100), new Pair(50, 90, 110)),
            AT_LEAST);

    assertThat(figure.ratio()).isEqualTo(0.5);
    assertThat(figure.kurir()).isEqualTo(50);
    assertThat(figure.reference()).isEqualTo(100);
    assertThat(figure.spread()).isCloseTo(0.6, within(1e-9));
    assertThat(figure.verdict()).isEqualTo("must");
  }

  @Test
  void pairWhoseReferenceMovedByMoreThanHalfDoesNotCount() {
    Figure figure =
        Figure.of(
            "rate",
            "messages/s",
            List.of(new Pair(40, 100, 150), new Pair(10, 100, 151), new Pair(10, 200, 100)),
            AT_LEAST);

    assertThat(figure.kept()).isEqualTo(1);
    assertThat(figure.runs()).hasSize(3);
    assertThat(figure.ratio()).isEqualTo(40 / 125.0);
  }

  @Test
  void figureWithoutAPairThatCountsIsUnsteady() {
    Figure figure = Figure.of("rate", "ms", List.of(new Pair(40, 100, 151)), AT_LEAST);

    assertThat(figure.ratio()).isEqualTo(40 / 125.5);
    assertThat(figure.verdict()).isEqualTo("unsteady");
  }

  @Test
  void verdictKnowsWhichWayIsBetter() {
    assertThat(at(0.7, AT_LEAST)).isEqualTo("aim");
    assertThat(at(0.35, AT_LEAST)).isEqualTo("must");
    assertThat(at(0.34, AT_LEAST)).isEqualTo("missed");
    assertThat(at(1.1, Goal.atMost(1.5, 1.1))).isEqualTo("aim");
    assertThat(at(1.5, Goal.atMost(1.5, 1.1))).isEqualTo("must");
    assertThat(at(1.6, Goal.atMost(1.5, 1.1))).isEqualTo("missed");
    assertThat(Figure.of("p99", "ms", List.of(new Pair(9, 1, 1)), null).verdict()).isEmpty();
  }

  private static String at(double ratio, Goal goal) {
    return Figure.of("figure", "ms", List.of(new Pair(ratio, 1, 1)), goal).verdict();
  }

  @Test
  void figureWithoutReferenceIsJudgedByItsValue() {
    Figure memory = Figure.alone("RSS", "MB", List.of(500.0, 300.0, 450.0), Goal.atMost(700, 400));

    assertThat(memory.kurir()).isEqualTo(450);
    assertThat(memory.reference()).isNull();
    assertThat(memory.verdict()).isEqualTo("must");
  }

  @Test
  void middleAndPercentilesAreByRank() {
    assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    double[] hundred = new double[100];
    for (int i = 0; i < 100; i++) {
      hundred[i] = i + 1;
    }
    assertThat(Percentile.of(hundred, 50)).isEqualTo(50);
    assertThat(Percentile.of(hundred, 99)).isEqualTo(99);
    assertThat(Percentile.of(new double[] {7}, 99)).isEqualTo(7);
  }

  @Test
  void textCarriesItsNumberThroughAnyHeading() {
    assertThat(Numbered.text(1234567)).hasSize(Numbered.LENGTH);
    assertThat(Numbered.number("Sink\nPartner\n(partner1)\n" + Numbered.text(1234567)))
        .isEqualTo(1234567);
    assertThat(Numbered.number("You are paired.")).isEqualTo(-1);
    assertThat(Numbered.number("x".repeat(300))).isEqualTo(-1);
  }
}
