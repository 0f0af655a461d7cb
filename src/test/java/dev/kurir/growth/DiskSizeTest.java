package dev.kurir.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.InvalidFieldException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSizeTest {
  @ParameterizedTest
  @CsvSource({
    "100GB, 100000000000",
    "500MB, 500000000",
    "2TB, 2000000000000",
    "1.5tb, 1500000000000",
    "1000 kB, 1000000",
    "' 20 GB ', 20000000000",
    "1000PB, 1000000000000000000"
  })
  void unitsAreDecimal(String text, long bytes) {
    assertThat(DiskSize.parse("--disk", text)).isEqualTo(new DiskSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "much",
        "100",
        "GB",
        "-1GB",
        "100GiB",
        "1,5TB",
        "1.2345GB",
        "0GB",
        "999kB",
        "1001PB",
        "99999999999GB",
        "1e3GB"
      })
  void whatIsNoSizeIsRefusedWithOptionValueAndRule(String text) {
    assertThatThrownBy(() -> DiskSize.parse("--disk", text))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "--disk: "
                + text
                + " (expected: a number and a unit, kB, MB, GB, TB or PB, from 1MB to 1000PB, for example 100GB)");
  }
}
