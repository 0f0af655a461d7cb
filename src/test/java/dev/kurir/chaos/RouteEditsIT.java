package dev.kurir.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kurir chaos --edits} with each kind of edit at least once; {@code -Dkurir.edits=200} and
 * {@code -Dkurir.edits.rate=500} make it the whole one.
 */
class RouteEditsIT {
  @TempDir Path directory;

  @Test
  void editsUnderLoadLoseDoubleAndRefuseNothing() throws Exception {
    int edits = Integer.getInteger("kurir.edits", EditKind.values().length);
    int rate = Integer.getInteger("kurir.edits.rate", 60);
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    Path stage = Files.createDirectory(directory.resolve("stage"));

    EditsReport report =
        new Edits(new Edits.Options(edits, 11, rate, false), stage, out).run(Path.of("routes"));
    report.print(out);
    report.write(directory.resolve("edits.json"));

    System.out.println(printed);
    assertThat(report.flawless()).as(printed.toString()).isTrue();
    JsonNode json = new ObjectMapper().readTree(directory.resolve("edits.json").toFile());
    assertThat(json.path("edits").asInt()).isEqualTo(edits);
    assertThat(json.path("taken").asInt()).isPositive();
    assertThat(json.path("refused").asInt()).isPositive();
    assertThat(json.path("sent").asInt()).isPositive();
    assertThat(json.path("lost").asInt(-1)).isZero();
    assertThat(json.path("duplicated").asInt(-1)).isZero();
    assertThat(json.path("reordered").asInt(-1)).isZero();
    assertThat(json.path("answers").path("200").asInt()).isPositive();
    assertThat(json.path("answers")).hasSize(1);
    assertThat(stage).doesNotExist();
  }
}
