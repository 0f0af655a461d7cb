package dev.kurir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TextSplitTest {
  @Property
  void noPartIsLongerThanTheLimit(
      @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 30) int limit) {
    assertThat(TextSplit.atWords(text, limit)).allMatch(part -> part.length() <= limit);
  }

  @Property
  void nothingButWhiteSpaceIsLost(
      @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 30) int limit) {
    assertThat(bare(String.join("", TextSplit.atWords(text, limit)))).isEqualTo(bare(text));
  }

  @Property
  void noCharacterIsCut(
      @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 30) int limit) {
    assertThat(TextSplit.atWords(text, limit))
        .noneMatch(
            part ->
                !part.isEmpty()
                    && (Character.isLowSurrogate(part.charAt(0))
                        || Character.isHighSurrogate(part.charAt(part.length() - 1))));
  }

  @Property
  void noPartIsEmptyUnlessTheTextIs(
      @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 30) int limit) {
    List<String> parts = TextSplit.atWords(text, limit);

    assertThat(parts).isNotEmpty();
    if (!text.isBlank()) {
      assertThat(parts).noneMatch(String::isBlank);
    }
  }

  @Property
  void wordsOfAtMostHalfTheLimitStayWhole(
      @ForAll("shortWords") List<String> words, @ForAll @IntRange(min = 20, max = 40) int limit) {
    List<String> parts = TextSplit.atWords(String.join(" ", words), limit);

    assertThat(parts.stream().flatMap(part -> Arrays.stream(part.split(" ")))).isEqualTo(words);
  }

  @Property
  void aTextThatFitsStaysAsItIs(@ForAll("texts") String text) {
    assertThat(TextSplit.atWords(text, Math.max(2, text.length()))).containsExactly(text);
  }

  @Example
  void aTextOfWhiteSpaceOnlyIsOneEmptyPart() {
    assertThat(TextSplit.atWords(" ".repeat(100), 10)).containsExactly("");
  }

  @Example
  void paragraphsStayTogetherWithinAPart() {
    assertThat(TextSplit.atWords("one two\n\nthree four five", 15))
        .containsExactly("one two\n\nthree", "four five");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "bc", " ", "  ", "\n", "☕", "👩", "\u3000", "𝔘", "lengthy")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<String>> shortWords() {
    return Arbitraries.strings()
        .withChars("abc☕")
        .ofMinLength(1)
        .ofMaxLength(9)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private static String bare(String text) {
    return text.codePoints()
        .filter(c -> !Character.isWhitespace(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
