package dev.kurir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.api.RunningApi;
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
                URI.create("http://127.0.0.1:" + RunningApi.freePort()),
                data.resolve("admin.token"),
                null));
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
}
