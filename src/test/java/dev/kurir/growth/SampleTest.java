package dev.kurir.growth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  @ParameterizedTest
  @CsvSource({
    "100, 2, 10, 20, 1000, 1000, 20 such days",
    "1, 1, 1, 20, 1, 0, 20 such days",
    "100, 3, 70, 3, 14000, 7000, 3 such days",
    "100, 2, 200, 1, 20000, 20000, one such day",
    "200, 3, 500, 1, 40000, 20000, 'a part of such a day, at least 20,000 rows a table,'",
    "1000000, 100, 1000, 1, 20000, 20000, 'a part of such a day, at least 20,000 rows a table,'"
  })
  void aDayIsRepeatedUntilThereAreEnoughRowsAndALongOneIsCut(
      int owners, int partners, int messages, int days, long telegram, long xmpp, String words) {
    Sample sample = Sample.of(new Day(owners, partners, messages));

    assertThat(sample.days()).isEqualTo(days);
    assertThat(sample.telegram()).isEqualTo(telegram);
    assertThat(sample.xmpp()).isEqualTo(xmpp);
    assertThat(sample.words()).isEqualTo(words);
    assertThat(sample.ownersWithBots() * partners).isBetween(20_000, 20_100);
    assertThat(sample.ownersWithBots()).isLessThanOrEqualTo(sample.owners());
  }
}
