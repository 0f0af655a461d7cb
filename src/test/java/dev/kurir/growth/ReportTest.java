package dev.kurir.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  /** Every row takes 500 bytes and 400 of the log; receipts 200 and 100; attempts 100 and 50. */
  private static final Measured MEASURED =
      new Measured(
          Map.ofEntries(
              Map.entry("owner", new Footprint(10, 3_000, 0)),
              Map.entry("bot", new Footprint(10, 6_000, 0)),
              Map.entry("contact", new Footprint(10, 2_000, 0)),
              Map.entry("inbox_line", new Footprint(10, 5_000, 4_000)),
              Map.entry("inbox_telegram", new Footprint(10, 5_000, 4_000)),
              Map.entry("inbox_xmpp", new Footprint(10, 5_000, 4_000)),
              Map.entry("outbox_line", new Footprint(10, 5_000, 4_000)),
              Map.entry("outbox_telegram", new Footprint(10, 5_000, 4_000)),
              Map.entry("outbox_xmpp", new Footprint(10, 5_000, 4_000)),
              Map.entry("receipt", new Footprint(10, 2_000, 1_000)),
              Map.entry("attempt", new Footprint(10, 1_000, 500))),
          100_000);

  private static Report report(String disk) {
    Plan plan = new Plan(new Day(100, 2, 10), 40, DiskSize.parse("--disk", disk), 30);
    return new Report(new Comparison(plan, MEASURED));
  }

  private static List<String> printed(Report report) {
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));
    return text.toString().lines().toList();
  }

  @Test
  void tableFourStandsBesideWhatIsMeasured() {
    assertThat(printed(report("100GB")))
        .anySatisfy(
            row ->
                cells(
                    row,
                    "in_line",
                    "inbox_line",
                    "2,000",
                    "268",
                    "536,000",
                    "500",
                    "1,000,000",
                    "800,000"))
        .anySatisfy(
            row ->
                cells(
                    row,
                    "out_line",
                    "outbox_line",
                    "2,000",
                    "302",
                    "604,000",
                    "500",
                    "1,000,000",
                    "800,000"))
        .anySatisfy(row -> cells(row, "sum", "8,000", "2,212,000", "4,000,000", "3,200,000"))
        .anySatisfy(
            row -> cells(row, "-", "receipt", "4,000", "-", "-", "200", "800,000", "400,000"))
        .anySatisfy(
            row -> cells(row, "-", "attempt", "2,000", "-", "-", "100", "200,000", "100,000"))
        .anySatisfy(row -> cells(row, "-", "empty partitions", "-", "-", "-", "-", "100,000", "-"))
        .anySatisfy(row -> cells(row, "all", "5,100,000", "3,700,000"));
  }

  @Test
  void mastersHaveRowsAndMeasuredBytesOnly() {
    assertThat(printed(report("100GB")))
        .anySatisfy(row -> cells(row, "tb_user", "owner", "100", "-", "300", "30,000"))
        .anySatisfy(row -> cells(row, "det_user", "bot", "300", "-", "600", "180,000"))
        .anySatisfy(row -> cells(row, "tb_contact", "contact", "200", "-", "200", "40,000"))
        .anySatisfy(row -> cells(row, "sum", "600", "-", "250,000"));
  }

  @Test
  void diskIsFullOrNever() {
    assertThat(printed(report("100GB")))
        .anySatisfy(
            row -> cells(row, "the paper's sizes", "2,212,000", "45,207 days (123.8 years)"))
        .anySatisfy(row -> cells(row, "Kurir, all kept", "5,100,000", "19,607 days (53.7 years)"))
        .anySatisfy(
            row ->
                cells(
                    row,
                    "Kurir, all kept and the WAL as well",
                    "8,800,000",
                    "11,363 days (31.1 years)"))
        .anySatisfy(
            row ->
                cells(
                    row,
                    "Kurir, archived after 30 days",
                    "5,100,000",
                    "never: levels off at 158 MB"));
    assertThat(printed(report("100MB")))
        .anySatisfy(
            row ->
                cells(
                    row, "Kurir, archived after 30 days", "5,100,000", "19 days: it needs 158 MB"));
  }

  @Test
  void columnsOfATableEndAlike() {
    List<String> rows =
        printed(report("100GB")).stream().filter(row -> row.matches(" +(in|out)_.*")).toList();

    assertThat(rows).hasSize(6);
    assertThat(rows).extracting(String::length).containsOnly(rows.get(0).length());
    assertThat(rows).extracting(row -> row.indexOf("box_")).containsOnly(14, 15);
    assertThat(printed(report("100GB")))
        .allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void pageNeedsNothingElseAndHoldsTheFigures(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("growth.html");
    report("100GB").writeHtml(file);
    String page = Files.readString(file);

    assertThat(page)
        .contains(
            "<td>536,000</td>", "<td>604,000</td>", "<td>2,212,000</td>", "<td>5,100,000</td>")
        .contains("the paper's", "never: levels off at 158 MB", "<svg", "class=\"archived\"")
        .doesNotContain("http", "src=", "<script", "class=\"disk\" x1");
    assertThat(page.split("<svg", -1)).hasSize(3);
    assertThat(page).contains("class=\"kurir\"").endsWith("</body></html>\n");
    assertThat(HtmlReport.page(report("100MB"))).contains("class=\"disk\" x1");
  }

  @Test
  void whatHasAMeaningInHtmlIsEscaped() {
    assertThat(HtmlReport.escaped("<a href=\"x\">&</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;");
  }

  private static void cells(String row, String... expected) {
    assertThat(row.strip().split(" {2,}")).containsExactly(expected);
  }
}
