package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kurir that is started on route files of which some are bad. */
class BrokenRoutesIT {
  private static final String BROKEN = "bridge/mapping-engine.camel.yaml";

  @TempDir Path directory;

  @Test
  void startsWithWhatRanLastAndSaysWhatIsWrong() throws Exception {
    Path routes = directory.resolve("routes");
    copy(Path.of("routes"), routes);
    try (Lab lab = new Lab(directory.resolve("data"))) {
      lab.with("kurir.routes.directory", routes.toString()).start();
      Circle circle = Circle.of(lab, "sari");
      lab.stop();
      String good = Files.readString(routes.resolve(BROKEN));
      Files.writeString(routes.resolve(BROKEN), good.replace("      - bean:", "      - beam:"));
      Files.delete(routes.resolve("policies/bridge-failure.camel.yaml"));

      lab.start();

      circle.converse(0, 3);
      TestWait.until(() -> circle.haveRead(3), "a conversation by the version before");
      TestWait.until(() -> !refused(lab).isEmpty(), "a report of the bad files");
      assertThat(refused(lab))
          .containsPattern("mapping-engine\\.camel\\.yaml:[1-9][0-9]*: schema: beam: unknown")
          .containsPattern("camel\\.yaml:[1-9][0-9]*: policy: bridge-failure");
      assertThat(lab.get("/route-files").path("version").asInt()).isEqualTo(1);

      copy(Path.of("routes"), routes);
      TestWait.until(() -> refused(lab).isEmpty(), "nothing to report");
      Path policy = routes.resolve("policies/bridge-failure.camel.yaml");
      Files.writeString(policy, Files.readString(policy).replace("ref: failures", "ref: nobody"));
      TestWait.until(() -> !refused(lab).isEmpty(), "a report of the bad policy");
      assertThat(refused(lab).lines())
          .as("told once, where the bean is named")
          .singleElement()
          .asString()
          .containsPattern("bridge-failure\\.camel\\.yaml:15: camel: .*nobody");

      copy(Path.of("routes"), routes);
      TestWait.until(() -> refused(lab).isEmpty(), "nothing to report");
      circle.converse(3, 5);
      TestWait.until(() -> circle.haveRead(5), "the conversation to go on");
    }
  }

  private static String refused(Lab lab) throws Exception {
    StringBuilder lines = new StringBuilder();
    lab.get("/route-files")
        .path("refused")
        .forEach(line -> lines.append(line.asText()).append('\n'));
    return lines.toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }
}
