package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.cli.KurirCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command as it is typed, on a PostgreSQL that it starts itself. */
class GrowthCommandIT {
  private static final int PAPER_BYTES = 4;
  private static final int A_ROW = 5;
  private static final int BYTES = 6;
  private static final int LOG = 7;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void thePapersDayStandsBesideWhatItTakesHere() throws Exception {
    Path page = directory.resolve("growth.html");
    Path work = Files.createDirectory(directory.resolve("work"));
    int exit =
        run(
            "--owners=100",
            "--partners=2",
            "--messages=10",
            "--disk=100GB",
            "--html=" + page,
            "--directory=" + work);

    assertThat(exit).as("%s", err).isZero();
    Map<String, List<String>> rows = rows();
    assertThat(rows.get("in_line").get(PAPER_BYTES)).isEqualTo("536,000");
    assertThat(rows.get("in_tele").get(PAPER_BYTES)).isEqualTo("268,000");
    assertThat(rows.get("in_xmpp").get(PAPER_BYTES)).isEqualTo("268,000");
    assertThat(rows.get("out_line").get(PAPER_BYTES)).isEqualTo("604,000");
    assertThat(rows.get("out_tele").get(PAPER_BYTES)).isEqualTo("268,000");
    assertThat(rows.get("out_xmpp").get(PAPER_BYTES)).isEqualTo("268,000");
    assertThat(out.toString()).containsPattern("(?m)^  sum +8,000 +2,212,000 ");

    long sum = 0;
    for (String table :
        List.of("in_line", "in_tele", "in_xmpp", "out_line", "out_tele", "out_xmpp")) {
      List<String> row = rows.get(table);
      assertThat(number(row.get(A_ROW))).as("%s", row).isBetween(100L, 2_000L);
      assertThat(number(row.get(LOG))).as("%s", row).isPositive();
      sum += number(row.get(BYTES));
    }
    assertThat(sum).isBetween(8_000 * 100L, 8_000 * 2_000L);
    assertThat(number(rows.get("receipt").get(A_ROW))).isBetween(100L, 2_000L);
    assertThat(number(rows.get("attempt").get(A_ROW))).isBetween(60L, 2_000L);
    assertThat(number(rows.get("empty partitions").get(BYTES))).isPositive();
    assertThat(number(rows.get("tb_user").get(A_ROW - 1))).isBetween(100L, 2_000L);

    assertThat(out.toString())
        .contains("never: levels off at ", "45,207 days", "# Kurir, all kept");
    assertThat(Files.readString(page)).contains("<td>2,212,000</td>", "<svg");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void moreTextTakesMore() {
    assertThat(run("--owners=30", "--partners=1", "--messages=20", "--text=1000"))
        .as("%s", err)
        .isZero();

    Map<String, List<String>> rows = rows();
    assertThat(number(rows.get("in_line").get(A_ROW))).isBetween(1_300L, 3_000L);
    assertThat(rows.get("in_xmpp").subList(2, 8)).containsExactly("0", "268", "0", "-", "0", "0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--owners=0 | --owners: 0 (expected: a number from 1 to 1,000,000)",
        "--partners=101 | --partners: 101 (expected: a number from 1 to 100)",
        "--messages=-1 | --messages: -1 (expected: a number from 1 to 1,000)",
        "--text=5000 | --text: 5000 (expected: a number from 1 to 4,000)",
        "--after=0 | --after: 0 (expected: a number from 1 to 3,650)",
        "--disk=much | --disk: much (expected: a number and a unit",
        "--html=/no/such/folder/x.html | --html: /no/such/folder/x.html (expected: a file in a directory that exists)",
        "--directory=/no/such/folder | --directory: /no/such/folder (expected: a directory that exists)"
      })
  void whatIsTypedWronglyIsToldBeforeAnythingStarts(String option, String message) {
    assertThat(run(option)).isEqualTo(2);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("error: " + message)
        .endsWith("; see kurir growth --help");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... options) {
    CommandLine line =
        KurirCommand.line(
            () -> {
              throw new AssertionError("no Kurir is asked");
            },
            InputStream.nullInputStream(),
            Map.of("growth", new GrowthCommand()));
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(
        Stream.concat(Stream.of("growth"), Stream.of(options)).toArray(String[]::new));
  }

  /** The rows of the tables by their first name; by the second where the paper has none. */
  private Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    out.toString()
        .lines()
        .map(line -> List.of(line.strip().split(" {2,}")))
        .filter(row -> row.size() > 5)
        .forEach(row -> rows.putIfAbsent(row.get(0).equals("-") ? row.get(1) : row.get(0), row));
    return rows;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
