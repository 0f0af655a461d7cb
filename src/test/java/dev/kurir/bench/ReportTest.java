package dev.kurir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.bench.Figure.Pair;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private final Report report =
      new Report(
          List.of(
              Figure.of(
                  "sustained, against <the ceiling>",
                  "messages/s",
                  List.of(new Pair(20_000, 50_000, 50_000), new Pair(10_000, 50_000, 90_000)),
                  Goal.atLeast(0.35, 0.6)),
              Figure.alone("RSS", "MB", List.of(800.0), Goal.atMost(700, 400))));

  @Test
  void tableShowsRatioGoalAndVerdict() {
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));

    assertThat(text.toString().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "against <the ceiling>", "20,000/s", "50,000/s", "0.400", "1/2", "must"))
        .anySatisfy(line -> assertThat(line).contains("RSS", "800 MB", "missed"));
    assertThat(report.passed()).isFalse();
  }

  @Test
  void jsonHasEachFigureWithItsRuns(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("bench.json");
    report.writeJson(file);

    JsonNode figures = new ObjectMapper().readTree(file.toFile()).path("figures");
    assertThat(figures).hasSize(2);
    JsonNode first = figures.get(0);
    assertThat(first.path("name").asText()).isEqualTo("sustained, against <the ceiling>");
    assertThat(first.path("kurir").asDouble()).isEqualTo(20_000);
    assertThat(first.path("reference").asDouble()).isEqualTo(50_000);
    assertThat(first.path("ratio").asDouble()).isEqualTo(0.4);
    assertThat(first.path("unit").asText()).isEqualTo("messages/s");
    assertThat(first.path("runs")).hasSize(2);
    assertThat(first.path("runs").get(1).path("kept").asBoolean()).isFalse();
    assertThat(figures.get(1).path("reference").isNull()).isTrue();
  }

  @Test
  void pageNeedsNothingElse(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("bench.html");
    report.writeHtml(file);

    assertThat(Files.readString(file))
        .contains(
            "&lt;the ceiling&gt;",
            "<svg",
            "class=\"kurir\"",
            "class=\"kurir dropped\"",
            "class=\"limit\"")
        .doesNotContain("http", "src=", "<script");
  }
}
