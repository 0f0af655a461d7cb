package dev.kurir.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
  private final List<String> lines =
      Chart.lines(
          new Course(
              new Projection(100_000, 4_000_000),
              new Projection(0, 2_212_000),
              new DiskSize(100_000_000_000L),
              30));

  @ParameterizedTest
  @CsvSource({
    "100000, 4000000, 2212000, 100000000000, 30",
    "0, 1, 1, 1000000, 1",
    "999999999999, 2000000000000000, 110600000000000, 1000000000000000000, 3650",
    "5000000, 1, 1, 1000000, 3650",
    "0, 1000, 5000000, 1000000000, 365"
  })
  void noLineIsLongerThanATerminalAndAllIsAscii(
      long start, long daily, long paper, long disk, int after) {
    Course course =
        new Course(
            new Projection(start, daily), new Projection(0, paper), new DiskSize(disk), after);

    assertThat(Chart.lines(course))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line).hasSizeLessThanOrEqualTo(80).matches("[\\x20-\\x7e]*"));
  }

  @Test
  void keptGrowsToTheTopAndArchivedStaysBelow() {
    assertThat(lines.get(0)).contains("480 MB").endsWith("#");
    assertThat(lines.get(14)).startsWith("  0 bytes |#");
    // 31 of 120 days: a quarter of the height, level to the right edge
    assertThat(lines.stream().filter(line -> line.contains("oooooooooo")).toList())
        .singleElement()
        .asString()
        .endsWith("o")
        .hasSize(79);
    assertThat(lines.get(10)).contains("oooooooooo");
  }

  @Test
  void paperIsBetweenThem() {
    // 265 of 480 MB: row 6 of 0 to 14 at the right edge
    assertThat(lines.get(6)).hasSize(79).endsWith(".");
  }

  @Test
  void legendNamesWhatIsDrawn() {
    assertThat(String.join("\n", lines))
        .contains("now", "day 120", "# Kurir, all kept", "o Kurir, archived after 30 days")
        .contains(". the paper's sizes")
        .doesNotContain("the disk is full");
  }

  @Test
  void diskIsDrawnWhereItIsFull() {
    List<String> full =
        Chart.lines(
            new Course(
                new Projection(0, 4_000_000),
                new Projection(0, 2_212_000),
                new DiskSize(100_000_000),
                30));

    assertThat(full).anySatisfy(line -> assertThat(line).contains("====================="));
    assertThat(String.join("\n", full)).contains("= the disk is full: 100 MB", "day 50");
  }
}
