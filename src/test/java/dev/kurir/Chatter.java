package dev.kurir;

import dev.kurir.chat.ChatCommand;
import dev.kurir.cli.KurirCommand;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Somebody with {@code kurir chat --plain}: lines in, lines out, and the exit code. */
final class Chatter implements AutoCloseable {
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  /** Logs in with a password of their own, registered if they are new. */
  Chatter(Path directory, String name, int port, String... more) throws IOException {
    Path password = directory.resolve(name + ".password");
    Files.writeString(password, "rahasia-" + name + "\n");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "chat",
                "--plain",
                "--server=127.0.0.1:" + port,
                "--user=" + name,
                "--password-file=" + password));
    arguments.addAll(List.of(more));
    PipedInputStream input = new PipedInputStream(keyboard, 1 << 16);
    var line =
        KurirCommand.line(
                () -> {
                  throw new AssertionError("chat speaks to no administration");
                },
                input,
                Map.of("chat", new ChatCommand(input)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    Thread thread =
        new Thread(() -> end.complete(line.execute(arguments.toArray(String[]::new))), name);
    thread.setDaemon(true);
    thread.start();
  }

  void types(String line) throws IOException {
    keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  List<String> lines() {
    return out.toString().lines().toList();
  }

  /** The texts of one sender, in the order in which they were shown. */
  List<String> from(String sender) {
    return lines().stream()
        .filter(line -> line.matches("msg \\d+ " + sender + " .*"))
        .map(line -> line.replaceFirst("msg \\d+ \\S+ ", ""))
        .toList();
  }

  String errors() {
    return err.toString();
  }

  void waitsFor(String beginning) {
    TestWait.until(
        () -> lines().stream().anyMatch(line -> line.startsWith(beginning)),
        beginning + " in what is shown");
  }

  /** The exit code, when there are no more lines. */
  int leaves() throws Exception {
    keyboard.close();
    return end.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    keyboard.close();
  }
}
