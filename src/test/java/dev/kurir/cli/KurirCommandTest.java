package dev.kurir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say without a running Kurir. */
class KurirCommandTest {
  @TempDir Path data;
  private Shell shell;

  @BeforeEach
  void nobodyListens() {
    shell =
        new Shell(
            new Server(
                URI.create("http://127.0.0.1:" + Ports.free()), data.resolve("admin.token"), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "owner --help",
        "owner add --help",
        "owner list --help",
        "bot --help",
        "bot add --help",
        "bot list --help",
        "bot remove --help",
        "trace --help",
        "routes --help",
        "routes list --help",
        "routes show --help",
        "routes graph --help",
        "help bot",
      })
  void everyCommandExplainsItself(String command) {
    assertThat(shell.run(command.split(" "))).as(shell.err()).isZero();
    assertThat(shell.out()).startsWith("Usage: kurir");
    assertThat(shell.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "owner",
        "owner add",
        "bot add sari",
        "bot remove sari seven",
        "trace",
        "trace twelve",
        "routes show",
        "routes graph --format png",
        "owner add sari --colour red",
        "bot add sari --network alpha --credential token",
        "bot add sari --network alpha --credential-file token=/no/such/file",
        "bot add sari --network alpha --credential token=a --credential-file token=-",
        "bot add sari --network alpha --credential-file token=-",
      })
  void aTypingErrorIsOneLineAndExitCodeTwo(String command) {
    assertThat(shell.run(command.isEmpty() ? new String[0] : command.split(" "))).isEqualTo(2);
    assertThat(shell.err().lines()).singleElement().asString().startsWith("error: ");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void noRunningKurirIsSaidWithWhatToDo() throws IOException {
    assertThat(shell.run("owner", "list")).isEqualTo(3);
    assertThat(shell.err()).contains("admin.token: missing").contains("./kurir run");

    Files.writeString(data.resolve("admin.token"), "token");
    assertThat(shell.run("owner", "list")).isEqualTo(3);
    assertThat(shell.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: http://127.0.0.1:")
        .contains("no Kurir answers")
        .contains("./kurir run");
  }

  @Test
  void routesAreListedAndDrawnFromTheFilesWhenNoKurirRuns() {
    assertThat(shell.run("routes", "list")).isZero();
    assertThat(shell.out())
        .containsPattern("(?m)^inbox-accept +bridge +- +- +- +- +- +direct:inbox");
    assertThat(shell.err()).startsWith("note: no Kurir runs here").contains("without counters");
    assertThat(shell.run("routes", "list", "--json")).isZero();
    assertThat(shell.out()).contains("\"status\" : null");

    assertThat(shell.run("routes", "graph")).isZero();
    assertThat(shell.out()).startsWith("flowchart LR").doesNotContain(" failed · ");
    assertThat(shell.run("routes", "graph", "--format", "svg")).isZero();
    assertThat(shell.out()).startsWith("<svg ");

    assertThat(shell.run("routes", "graph", "--output", "/no/such/folder/x")).isEqualTo(2);
    assertThat(shell.err()).contains("error: --output: /no/such/folder/x can't be written");
    assertThat(shell.run("routes", "show", "inbox-accept")).isEqualTo(3);
    assertThat(shell.run("routes", "list", "--url", "http://127.0.0.1:1")).isEqualTo(3);
  }
}
