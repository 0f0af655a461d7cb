package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.sandbox.Prosody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two people, one with go-sendxmpp, which is nobody of ours, by a real Prosody and one over HTTP.
 */
@Timeout(180)
class CommandLineClientIT {
  private static final String PROGRAM = "go-sendxmpp";
  private static final String DOMAIN = "im.lab.test";
  private static final String REGISTRATION =
      "<iq type='set' id='r1' to='im.lab.test'><query xmlns='jabber:iq:register'>"
          + "<username>ani</username><password>kata-sandi-1</password></query></iq>";

  @TempDir Path directory;
  private Prosody prosody;

  @Test
  void theyWriteToEachOtherAlsoWhileOneIsAway() throws Exception {
    assumeTrue(isInstalled(), PROGRAM + " is not installed: apt-get install " + PROGRAM);
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    try (Prosody server =
            Prosody.start(
                directory.resolve("prosody"),
                Prosody.Options.of("lab.test").withComponent(DOMAIN, "rahasia"));
        Lab lab =
            new Lab(directory.resolve("data"))
                .with("kurir.xmpp.component.host", "127.0.0.1")
                .with("kurir.xmpp.component.port", Integer.toString(server.componentPort()))
                .with("kurir.xmpp.component.domain", DOMAIN)
                .with("kurir.xmpp.component.secret", "rahasia")
                .start()) {
      prosody = server;
      server.register("ani-x", "pw-ani");
      Member budi = Member.join(lab, "budi");
      TestWait.until(() -> isRegistered(lab), "ani has registered by her client");

      say("halo dari ani", "budi@" + DOMAIN);
      TestWait.until(() -> texts(budi).equals(List.of("halo dari ani")), "over HTTP");
      assertThat(budi.get("/mailbox").path("items").get(0).path("from").textValue())
          .isEqualTo("ani");

      budi.says("ani", "1", "selagi pergi");
      try (Listening ani = new Listening()) {
        TestWait.until(() -> ani.heard("selagi pergi"), "what came while she was away");
        budi.says("ani", "2", "sekarang");
        TestWait.until(() -> ani.heard("sekarang"), "what comes");
      }
    }
  }

  private boolean isRegistered(Lab lab) throws Exception {
    run(REGISTRATION, "--raw");
    return lab.count("SELECT count(*) FROM messenger_user WHERE name = 'ani'") == 1;
  }

  private void say(String text, String to) throws Exception {
    assertThat(run(text, to)).as("%s ended well", PROGRAM).isTrue();
  }

  /** Runs the client with something on its standard input; whether it ended well. */
  private boolean run(String input, String argument) throws Exception {
    Path file = Files.writeString(directory.resolve("input"), input + "\n");
    Process process =
        new ProcessBuilder(command(argument))
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    process.destroyForcibly();
    return ended && process.exitValue() == 0;
  }

  private List<String> command(String argument) {
    return List.of(
        PROGRAM,
        "-n",
        "-u",
        "ani-x@lab.test",
        "-p",
        "pw-ani",
        "-j",
        "127.0.0.1:" + prosody.port(),
        argument);
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  private static List<String> texts(Member member) {
    List<String> texts = new ArrayList<>();
    member.get("/mailbox").path("items").forEach(item -> texts.add(item.path("text").textValue()));
    return texts;
  }

  /** The client while it listens. */
  private final class Listening implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Listening() throws IOException {
      process = new ProcessBuilder(command("-l")).redirectErrorStream(true).start();
      Thread reader = new Thread(this::read, "go-sendxmpp");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          lines.add(line);
        }
      } catch (IOException e) {
        lines.add("ended");
      }
    }

    boolean heard(String text) {
      return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
