package dev.kurir.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * What a bot signs in with. Secrets come from files or the standard input, so that none has to
 * stand on the command line, where every user of the machine can read it.
 */
final class CredentialOptions {
  private static final String STANDARD_INPUT = "-";

  private final InputStream input;

  @Option(
      names = "--credential",
      paramLabel = "NAME=VALUE",
      description =
          "A value that is no secret: jid, host, port, caFile, name. May be given several times.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--credential-file",
      paramLabel = "NAME=FILE",
      description = {
        "A secret from the first line of a file, - for the standard input: token, password,"
            + " channelSecret, channelAccessToken. May be given several times; several from - are read"
            + " line by line, in the order given."
      })
  private Map<String, String> files = new LinkedHashMap<>();

  CredentialOptions(InputStream input) {
    this.input = input;
  }

  /** All of them by name. */
  Map<String, String> read() {
    if (!Collections.disjoint(values.keySet(), files.keySet())) {
      throw new CommandException(
          CommandException.USAGE,
          "--credential-file: "
              + String.join(", ", files.keySet())
              + " is also given by --credential (expected: each once)");
    }
    Map<String, String> all = new LinkedHashMap<>(values);
    for (Map.Entry<String, String> file : files.entrySet()) {
      all.put(file.getKey(), secret(file.getKey(), file.getValue()));
    }
    return all;
  }

  private String secret(String name, String file) {
    try {
      String secret =
          file.equals(STANDARD_INPUT) ? nextLine() : firstLine(Files.readString(Path.of(file)));
      if (secret.isEmpty()) {
        throw new CommandException(
            CommandException.USAGE,
            "--credential-file: " + name + " is empty (expected: the secret in the first line)");
      }
      return secret;
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE,
          "--credential-file: "
              + name
              + "="
              + file
              + " can't be read (expected: a file, or - for the standard input)");
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  /** Reads no further than the line's end: the next secret stands in the next line. */
  private String nextLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = input.read(); b >= 0 && b != '\n'; b = input.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }
}
