package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The bench measures a Kurir that it starts itself; how fast it is, is not judged here. */
class BenchIT {
  @Test
  void smallSustainedRunMeasuresAndLeavesNothingBehind(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("bench.json");
    Path work = Files.createDirectory(directory.resolve("work"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "sustained",
                "--messages=2000",
                "--pairs=1",
                "--owners=10",
                "--json=" + json,
                "--directory=" + work);

    assertThat(exit).as("%s%s", out, err).isIn(0, 1); // 1: a goal was missed
    assertThat(out.toString()).contains("sustained, against the ceiling");
    JsonNode figures = new ObjectMapper().readTree(json.toFile()).path("figures");
    assertThat(figures).hasSize(3);
    for (JsonNode figure : figures) {
      assertThat(figure.path("kurir").asDouble()).isPositive();
      assertThat(figure.path("runs")).isNotEmpty();
    }
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void unknownModeIsRefusedByName() {
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new BenchCommand()).setErr(new PrintWriter(err)).execute("everything");

    assertThat(exit).isNotZero();
    assertThat(err.toString()).contains("mode: everything (expected: sustained, burst");
  }
}
