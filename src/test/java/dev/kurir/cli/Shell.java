package dev.kurir.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/** Types commands, and keeps what was printed. */
final class Shell {
  private final Server server;
  private String input = "";
  private String out = "";
  private String err = "";

  Shell(Server server) {
    this.server = server;
  }

  /** What the next command reads from the standard input. */
  Shell typing(String text) {
    input = text;
    return this;
  }

  /** Runs a command; the exit code. */
  int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    CommandLine line =
        KurirCommand.line(
            () -> server,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            Map.of());
    line.setOut(new PrintWriter(outText, true)).setErr(new PrintWriter(errText, true));
    int code = line.execute(arguments);
    out = outText.toString();
    err = errText.toString();
    return code;
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }
}
