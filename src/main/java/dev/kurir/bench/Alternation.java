package dev.kurir.bench;

import dev.kurir.bench.Figure.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures Kurir and its references by turns, reference, Kurir, reference, Kurir, reference, so
 * that each of Kurir's measurements stands between two of a reference's. A pair whose reference
 * moved by more than half is thrown away and another one measured, up to as many again. One thread.
 */
final class Alternation {
  private final int wanted;
  private final Runnable before;
  private final Consumer<String> told;
  private final Map<String, Side> references = new LinkedHashMap<>();
  private final Map<String, List<Map<String, Double>>> measured = new LinkedHashMap<>();
  private final List<Map<String, Double>> kurirs = new ArrayList<>();

  /** What is measured: some figures by name, each time anew. */
  @FunctionalInterface
  interface Side {
    Map<String, Double> measure() throws Exception;
  }

  /**
   * @param wanted how many pairs
   * @param before runs before each measurement
   * @param told hears each measurement
   */
  Alternation(int wanted, Runnable before, Consumer<String> told) {
    this.wanted = wanted;
    this.before = before;
    this.told = told;
  }

  /** Adds a reference. */
  Alternation against(String name, Side reference) {
    references.put(name, reference);
    measured.put(name, new ArrayList<>());
    return this;
  }

  /**
   * Measures.
   *
   * @param deciding the figure by whose reference a pair is kept or thrown away
   */
  Alternation run(String deciding, Side kurir) throws Exception {
    measureReferences();
    for (int round = 1; round <= 2 * wanted && kept(deciding) < wanted; round++) {
      before.run();
      kurirs.add(kurir.measure());
      told.accept("pair " + round + ": Kurir " + shown(kurirs.get(kurirs.size() - 1)));
      measureReferences();
    }
    return this;
  }

  private void measureReferences() throws Exception {
    for (Map.Entry<String, Side> reference : references.entrySet()) {
      before.run();
      Map<String, Double> figures = reference.getValue().measure();
      series(reference.getKey()).add(figures);
      told.accept(reference.getKey() + " " + shown(figures));
    }
  }

  private long kept(String deciding) {
    return references.keySet().stream()
        .mapToLong(name -> pairs(name, deciding).stream().filter(Pair::kept).count())
        .min()
        .orElse(kurirs.size());
  }

  /** The pairs of a figure that Kurir and the reference have under the same name. */
  List<Pair> pairs(String reference, String figure) {
    List<Map<String, Double>> around = series(reference);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < kurirs.size(); i++) {
      pairs.add(
          new Pair(
              value(kurirs.get(i), figure),
              value(around.get(i), figure),
              value(around.get(i + 1), figure)));
    }
    return pairs;
  }

  /** Kurir's values of a figure. */
  List<Double> kurir(String figure) {
    return kurirs.stream().map(figures -> value(figures, figure)).toList();
  }

  private List<Map<String, Double>> series(String reference) {
    List<Map<String, Double>> series = measured.get(reference);
    if (series == null) {
      throw new IllegalArgumentException("reference: " + reference + " (expected: one added)");
    }
    return series;
  }

  private static double value(Map<String, Double> figures, String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "figure: " + name + " (expected: " + figures.keySet() + ")");
    }
    return value;
  }

  private static String shown(Map<String, Double> figures) {
    StringBuilder line = new StringBuilder();
    figures.forEach((name, value) -> line.append(String.format("%s %,.4g  ", name, value)));
    return line.toString().strip();
  }
}
