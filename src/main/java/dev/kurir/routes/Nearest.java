package dev.kurir.routes;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Says what a misspelt word probably meant. */
final class Nearest {
  private static final int FEW = 12;

  private Nearest() {}

  /** All words where they are few, otherwise the one that takes the fewest changes. */
  static String among(Collection<String> words, String word) {
    if (words.size() <= FEW) {
      return "one of " + words.stream().sorted().collect(Collectors.joining(", "));
    }
    return words.stream()
        .min(Comparator.comparingInt(candidate -> changes(candidate, word)))
        .map(nearest -> "a step or key that Camel knows, perhaps " + nearest)
        .orElse("nothing");
  }

  /** The Levenshtein distance. */
  static int changes(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
