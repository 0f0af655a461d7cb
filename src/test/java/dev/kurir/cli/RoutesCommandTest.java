package dev.kurir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RoutesCommandTest {
  private final StringWriter out = new StringWriter();
  private final CommandLine command =
      RoutesCommand.line(
              () -> new Server(URI.create("http://127.0.0.1:1"), Path.of("none"), "none"))
          .setOut(new PrintWriter(out));

  @Test
  void shippedRoutesKeepTheRules() {
    assertThat(command.execute("check")).isZero();
    assertThat(out.toString()).matches("(?s)\\d+ files keep the rules\\s+");
  }

  @Test
  void editedCopyIsCheckedAmongTheShippedRoutes(@TempDir Path folder) throws IOException {
    String route = Files.readString(Path.of("routes/networks/line-inbound.camel.yaml"));
    Path edited = folder.resolve("line-inbound.camel.yaml");
    Files.writeString(edited, route.replace("direct:inbox-accept", "direct:inbox-acept"));

    assertThat(command.execute("check", edited.toString())).isEqualTo(1);
    assertThat(out.toString())
        .startsWith(edited + ":")
        .contains("pair: direct:inbox-acept: no route begins with it");
  }

  @Test
  void missingFileIsNamed() {
    assertThat(command.execute("check", "nowhere.camel.yaml")).isEqualTo(1);
    assertThat(out.toString()).contains("nowhere.camel.yaml:1: file: can't be read");
  }
}
