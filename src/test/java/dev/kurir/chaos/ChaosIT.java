package dev.kurir.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's shortest run that still kills both Kurir and its database. */
class ChaosIT {
  @TempDir Path directory;

  @Test
  void aShortRunLosesDoublesAndReordersNothing() throws Exception {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    Path stage = Files.createDirectory(directory.resolve("stage"));
    Chaos chaos = new Chaos(new Chaos.Options(300, 7, 150, false, false), stage, out);

    Report report = chaos.run(List.of("kill-kurir", "kill-database", "webhooks", "kill-xmpp"));
    report.print(out);
    report.write(directory.resolve("chaos.json"));

    System.out.println(printed);
    assertThat(report.flawless()).as(printed.toString()).isTrue();
    JsonNode json = new ObjectMapper().readTree(directory.resolve("chaos.json").toFile());
    assertThat(json.path("sent").asInt()).isEqualTo(300);
    assertThat(json.path("lost").asInt(-1)).isZero();
    assertThat(json.path("duplicated").asInt(-1)).isZero();
    assertThat(json.path("reordered").asInt(-1)).isZero();
    assertThat(json.path("uncertain").isInt()).isTrue();
    assertThat(json.path("timeline")).hasSize(3);
    assertThat(printed.toString()).contains("kill-xmpp", "skipped: there is no Prosody");
    assertThat(stage).doesNotExist();
  }
}
