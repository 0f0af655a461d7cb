package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.sandbox.Ngircd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who follows only {@code docs/add-a-network.md}: its own commands bridge IRC. */
class AddANetworkIT {
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

  @TempDir Path directory;

  @Test
  void thePagesOwnCommandsBridgeIrcInARunningKurir() throws Exception {
    assumeTrue(Ngircd.find().isPresent(), "ngircd is not installed: apt-get install ngircd");
    Path work = Files.createDirectories(directory.resolve("work"));
    copy(Path.of("routes"), work.resolve("routes"));
    try (Lab lab =
            new Lab(directory.resolve("data"))
                .with("kurir.routes.directory", work.resolve("routes").toString())
                .start();
        Ngircd irc = Ngircd.start(directory.resolve("irc"), Ngircd.Options.DEFAULT);
        IrcPartner alice = new IrcPartner(irc.port(), "alice")) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      launcher(work.resolve("kurir"));
      for (String block : commands()) {
        String said = run(lab, irc, work, block);
        if (block.contains("ircnet-outbound")) {
          TestWait.until(
              () -> lab.get("/route-files").path("version").asInt() == 2, "the files to be taken");
        }
        if (block.contains("bot list")) {
          assertThat(said).contains("ircnet", "sari@127.0.0.1:" + irc.port());
        }
      }
      alice.says("sari", "hello");
      TestWait.until(
          () -> lab.shown(sari).contains("IRC net\nalice\nhello"), "the message in LINE");
      sari.user().says(sari.bot(), "ircnet alice hello too");
      TestWait.until(() -> alice.heard("sari", "alice").contains("hello too"), "the answer in IRC");
      assertThat(alice.heard("sari", "alice")).containsExactly("hello too");
      lab.lineJudge.assertNoViolations();
    }
  }

  private static List<String> commands() throws IOException {
    Matcher blocks = COMMANDS.matcher(Files.readString(Path.of("docs/add-a-network.md")));
    List<String> commands = blocks.results().map(block -> block.group(1)).toList();
    assertThat(commands).hasSizeGreaterThan(3);
    return commands;
  }

  /** The launcher, without building: what this test runs with. */
  private static void launcher(Path file) throws IOException {
    Files.writeString(
        file,
        String.join(
            "\n",
            "#!/bin/sh",
            "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' \\",
            "  -Dkurir.home='" + Path.of("").toAbsolutePath() + "' \\",
            "  -cp '" + System.getProperty("java.class.path") + "' dev.kurir.Kurir \"$@\"",
            ""));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String run(Lab lab, Ngircd irc, Path work, String commands) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", commands)
            .directory(work.toFile())
            .redirectErrorStream(true);
    lab.settings()
        .forEach(
            (key, value) ->
                builder
                    .environment()
                    .put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    builder.environment().put("IRC_HOST", "127.0.0.1");
    builder.environment().put("IRC_PORT", Integer.toString(irc.port()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(commands + "\n" + said).isZero();
    return said;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
