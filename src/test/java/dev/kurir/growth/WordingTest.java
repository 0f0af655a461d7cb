package dev.kurir.growth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @Test
  void countsAreGroupedAsInThePaper() {
    assertThat(Wording.count(536_000L)).isEqualTo("536,000");
    assertThat(Wording.count(null)).isEqualTo("-");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1000, 1 kB",
    "1550, 1.6 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "123400000, 123 MB",
    "100000000000, 100 GB",
    "1500000000000, 1.5 TB",
    "1000000000000000000, 1 EB"
  })
  void sizesAreDecimal(long bytes, String text) {
    assertThat(Wording.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 days", "1, 1 day", "730, 730 days", "731, 731 days (2.0 years)"})
  void longTimesAreToldInYearsToo(long days, String text) {
    assertThat(Wording.days(days)).isEqualTo(text);
  }

  @Test
  void thousandsOfYearsAreGrouped() {
    assertThat(Wording.days(45_207)).isEqualTo("45,207 days (123.8 years)");
    assertThat(Wording.days(3_652_500)).isEqualTo("3,652,500 days (10,000.0 years)");
  }
}
