package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.community.Box.Span;
import dev.kurir.message.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "110.3,-7.9,110.5,-7.7 | 110.3 | 110.5 | none   | none",
        "-180,-90,180,90       | -180  | 180   | 180    | 180",
        "170,-10,-170,10       | 170   | 180   | -180   | -170",
        "-180,0,-170,1         | -180  | -170  | 180    | 180",
        "170,0,180,1           | 170   | 180   | -180   | -180",
        "180,0,-180,1          | 180   | 180   | -180   | -180",
        "5,90,5,90             | 5     | 5     | none   | none",
        "+1e1,-1.5E0,2.e1,1e-5 | 10    | 20    | none   | none",
      })
  void aBoxIsOneOrTwoSpans(String written, double west, double east, String from, String to) {
    Box box = Box.of(written);
    assertThat(box.first()).isEqualTo(new Span(west, east));
    if (from.equals("none")) {
      assertThat(box.second().west()).isGreaterThan(180);
    } else {
      assertThat(box.second())
          .isEqualTo(new Span(Double.parseDouble(from), Double.parseDouble(to)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",,,",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,x",
        "1,2,3, 4",
        "1,2,3,NaN",
        "1,2,3,Infinity",
        "181,0,1,1",
        "0,-91,1,1",
        "0,0,-180.1,1",
        "0,0,1,90.1",
        "0,2,1,1",
        "0,0,1,0x1",
        "0,0,1,1d",
        "0,0,1,1e999"
      })
  void whatIsNoAreaIsRefused(String written) {
    assertThatThrownBy(() -> Box.of(written))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("box: ");
  }

  @Test
  void theRefusalNamesTheEdge() {
    assertThatThrownBy(() -> Box.of("0,-91,1,1"))
        .hasMessage("box: south -91.0 (expected: degrees, from -90 to 90)");
    assertThatThrownBy(() -> Box.of("0,2,1,1"))
        .hasMessage("box: south 2.0 (expected: at most north, 1.0)");
  }

  @ParameterizedTest
  @CsvSource({
    "90.1, 0, 0",
    "-90.1, 0, 0",
    "0, 180.1, 0",
    "NaN, 0, 0",
    "0, 0, -1",
    "0, 0, 40000001",
    "0, 0, NaN"
  })
  void whatIsNoPlaceIsRefused(double latitude, double longitude, double accuracy) {
    assertThatThrownBy(() -> new Place(latitude, longitude, accuracy))
        .isInstanceOf(InvalidFieldException.class);
  }

  @ParameterizedTest
  @CsvSource({"90, -180, 0", "-90, 180, 40000000", "0, 0,"})
  void aPlaceIsAnywhereOnEarth(double latitude, double longitude, Double accuracy) {
    assertThat(new Place(latitude, longitude, accuracy).accuracy()).isEqualTo(accuracy);
  }
}
