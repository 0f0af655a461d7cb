package dev.kurir;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code kurir} script as it ships, in a folder of its own, with a Maven whose build takes no
 * time and which can be told to fail or to wait.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  /** What the launcher starts here instead of Kurir: says how it was started. */
  public static final class Echo {
    private Echo() {}

    public static void main(String[] args) throws IOException {
      System.out.println("args=" + List.of(args));
      System.out.println("home=" + System.getProperty("kurir.home"));
      System.out.println("pid=" + ProcessHandle.current().pid());
      System.out.println("heap=" + Runtime.getRuntime().maxMemory());
      if (List.of(args).contains("wait")) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped")));
        System.in.read();
      }
    }
  }

  private static final String MAVEN =
      """
      #!/bin/sh
      case "$*" in
        *-v*) printf '\\033[1mApache Maven %s\\033[m\\n' "$(cat "$FAKE/version")"; exit ;;
      esac
      echo "$*" >>"$FAKE/calls"
      echo "$JAVA_HOME" >"$FAKE/java-home"
      if [ -e "$FAKE/broken" ]; then
        echo '[ERROR] Kurir.java:[7,1] class expected'
        exit 1
      fi
      while [ -e "$FAKE/hold" ]; do sleep 0.05; done
      mkdir -p target/lib
      cp "$FAKE/echo.jar" target/kurir.jar
      """;
  private static final List<String> TOOLS =
      List.of(
          "readlink",
          "dirname",
          "sed",
          "find",
          "head",
          "sort",
          "mkdir",
          "mv",
          "rm",
          "cat",
          "grep",
          "flock",
          "nice",
          "sleep",
          "cp");

  @TempDir Path folder;
  private Path home;
  private Path fake;
  private Path tools;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void layOutAProject() throws IOException {
    home = Files.createDirectories(folder.resolve("a home"));
    fake = Files.createDirectories(folder.resolve("fake"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(Path.of("kurir"), home.resolve("kurir"));
    executable(home.resolve("kurir"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("src/main/java"));
    Files.createDirectories(home.resolve("sql"));
    Files.writeString(home.resolve("src/main/java/Kurir.java"), "class Kurir {}");
    Files.writeString(home.resolve("sql/V1.sql"), "SELECT 1");
    age(home);
    Files.writeString(fake.resolve("version"), "3.9.9");
    writeEcho(fake.resolve("echo.jar"));
    for (String tool : TOOLS) {
      for (String bin : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(bin, tool))) {
          Files.writeString(
              tools.resolve(tool), "#!/bin/sh\nexec %s/%s \"$@\"\n".formatted(bin, tool));
          executable(tools.resolve(tool));
        }
      }
    }
    Files.writeString(tools.resolve("mvn"), MAVEN);
    executable(tools.resolve("mvn"));
    environment.put("PATH", tools.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("FAKE", fake.toString());
  }

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void firstUseBuildsAndSaysSo() throws Exception {
    Run run = kurir("--help");

    assertThat(run.err).contains("first use: building", "log: " + home.resolve("target/build.log"));
    assertThat(run.out).contains("args=[--help]", "home=" + home.toRealPath());
    assertThat(Files.readString(fake.resolve("java-home"))).contains(environment.get("JAVA_HOME"));
  }

  @Test
  void laterUsesDoNotBuild() throws Exception {
    kurir("--help");
    Run again = kurir("owner", "add", "two words");

    assertThat(again.err).isEmpty();
    assertThat(again.out).contains("args=[owner, add, two words]");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void changedOrRemovedSourceIsBuiltAgain() throws Exception {
    kurir("--help");
    Files.writeString(home.resolve("src/main/java/Kurir.java"), "class Kurir { int x; }");
    assertThat(kurir("--help").err).contains("the sources have changed: building");
    assertThat(builds()).isEqualTo(2);

    Files.delete(home.resolve("sql/V1.sql"));
    kurir("--help");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void rebuildLeavesTheJarOfARunningKurirAlone() throws Exception {
    kurir("--help");
    Process running = start(home.resolve("kurir"), folder, "chat", "wait");
    awaitLine(running, "args=");
    Object before = Files.getAttribute(home.resolve("target/kurir.jar"), "unix:ino");
    Files.writeString(home.resolve("src/main/java/Kurir.java"), "class Kurir { int x; }");
    // Keeps the old file in being, as the running process does, so that its number is not given
    // again.
    Files.createLink(folder.resolve("old.jar"), home.resolve("target/kurir.jar"));
    kurir("--help");

    assertThat(Files.getAttribute(home.resolve("target/kurir.jar"), "unix:ino"))
        .isNotEqualTo(before);
  }

  @Test
  void failedBuildIsExplainedAndRepeated() throws Exception {
    Files.createFile(fake.resolve("broken"));
    Run broken = kurir("--help");

    assertThat(broken.status).isEqualTo(1);
    assertThat(broken.err).contains("class expected", "the build failed (log: ");
    Files.delete(fake.resolve("broken"));
    assertThat(kurir("--help").status).isZero();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void stoppedBuildLeavesNothingHalfDone() throws Exception {
    Files.createFile(fake.resolve("hold"));
    Process stopped = start(home.resolve("kurir"), folder, "--help");
    await().until(() -> builds() == 1);
    List<ProcessHandle> maven = stopped.descendants().toList();
    stopped.destroy();

    assertThat(stopped.waitFor(30, SECONDS)).isTrue();
    assertThat(stopped.exitValue()).isEqualTo(143);
    await().until(() -> maven.stream().noneMatch(ProcessHandle::isAlive));
    Files.delete(fake.resolve("hold"));
    assertThat(kurir("--help").out).contains("args=[--help]");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    Files.createFile(fake.resolve("hold"));
    Process first = start(home.resolve("kurir"), folder, "first");
    await().until(() -> builds() == 1);
    Process second = start(home.resolve("kurir"), folder, "second");
    awaitError(second, "another kurir is building");
    Files.delete(fake.resolve("hold"));

    assertThat(finish(first).out).contains("args=[first]");
    assertThat(finish(second).out).contains("args=[second]");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void worksThroughLinksAndFromAnyDirectory() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else/where"));
    Path near = Files.createSymbolicLink(home.resolve("near"), Path.of("kurir"));
    Path far = Files.createSymbolicLink(elsewhere.resolve("far"), Path.of("../../a home/near"));

    assertThat(finish(start(far, elsewhere, "x")).out).contains("home=" + home.toRealPath());
    assertThat(finish(start(near, folder, "x")).out).contains("home=" + home.toRealPath());
  }

  @Test
  void missingJavaIsNamed() throws Exception {
    environment.remove("JAVA_HOME");
    Run run = kurir("--help");

    assertThat(run.status).isEqualTo(1);
    assertThat(run.err)
        .contains("a JDK 17 or later is needed to build Kurir", "Found: none", "apt install");
  }

  @Test
  void oldJavaIsNamedWithItsPlace() throws Exception {
    Path old = Files.createDirectories(folder.resolve("jdk-11"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    fakeTool(old, "java");
    fakeTool(old, "javac");
    environment.put("JAVA_HOME", old.toString());

    assertThat(kurir("--help").err).contains(old + ": Java 11");
  }

  @Test
  void runtimeWithoutCompilerRunsButDoesNotBuild() throws Exception {
    Path jre = Files.createDirectories(folder.resolve("jre"));
    Path real = Path.of(environment.get("JAVA_HOME"));
    Files.writeString(jre.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.createDirectories(jre.resolve("bin"));
    Path java = jre.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\nexec '" + real.resolve("bin/java") + "' \"$@\"\n");
    executable(java);
    environment.put("JAVA_HOME", jre.toString());

    assertThat(kurir("--help").err).contains(jre + ": Java 17 without javac (a JRE, not a JDK)");
    environment.put("JAVA_HOME", real.toString());
    kurir("--help");
    environment.put("JAVA_HOME", jre.toString());
    assertThat(kurir("--help").out).contains("args=[--help]");
  }

  @Test
  void javaOnThePathIsFoundThroughItsLink() throws Exception {
    Path java = tools.resolve("java");
    Files.createSymbolicLink(java, Path.of(environment.get("JAVA_HOME"), "bin/java"));
    environment.remove("JAVA_HOME");

    assertThat(kurir("--help").out).contains("args=[--help]");
    Files.delete(java);
  }

  @Test
  void missingOrOldMavenIsNamed() throws Exception {
    Files.writeString(fake.resolve("version"), "3.6.3");
    assertThat(kurir("--help").err).contains("mvn: 3.6.3 (expected: Maven 3.8.7 or later)");

    Files.writeString(fake.resolve("version"), "3.10.0");
    assertThat(kurir("--help").status).isZero();

    Files.delete(tools.resolve("mvn"));
    Files.writeString(home.resolve("pom.xml"), "<project></project>");
    assertThat(kurir("--help").err)
        .contains(
            "mvn: not found (expected: Maven 3.8.7 or later on the PATH", "apt install maven");
  }

  @Test
  void builtKurirNeedsNoMaven() throws Exception {
    kurir("--help");
    Files.delete(tools.resolve("mvn"));

    assertThat(kurir("--help").out).contains("args=[--help]");
  }

  @Test
  void neverBuildsWhenTold() throws Exception {
    environment.put("KURIR_BUILD", "never");
    assertThat(kurir("--help").err).contains("kurir.jar: not there (expected: built by");
    assertThat(builds()).isZero();
  }

  @Test
  void signalsReachTheJavaProcess() throws Exception {
    kurir("--help");
    Process running = start(home.resolve("kurir"), folder, "run", "wait");
    String out = awaitLine(running, "pid=");

    assertThat(out).contains("pid=" + running.pid());
    running.destroy();
    assertThat(finish(running).out).contains("stopped");
  }

  @Test
  void speaksUnicodeWithoutALocale() throws Exception {
    Path script = folder.resolve("script"); // this JVM itself may not be able to pass such words
    Files.writeString(script, "#!/bin/sh\nexec '" + home.resolve("kurir") + "' добрый 你好…\n");
    executable(script);

    assertThat(finish(start(script, folder)).out).contains("args=[добрый, 你好…]");
  }

  @Test
  void optionsOfTheUserWin() throws Exception {
    environment.put("KURIR_JAVA_OPTS", "-Xmx64m -XX:+UseParallelGC");
    String out = kurir("--help").out;
    long heap = Long.parseLong(out.replaceAll("(?s).*heap=(\\d+).*", "$1"));

    assertThat(heap).isLessThanOrEqualTo(64L << 20);
  }

  @Test
  void unusableClassArchiveIsIgnored() throws Exception {
    kurir("--help");
    Files.writeString(home.resolve("target/kurir.jsa"), "no archive");
    Run run = kurir("run");

    assertThat(run.status).isZero();
    assertThat(run.err).isEmpty();
    assertThat(run.out).contains("args=[run]");
  }

  @Test
  void firstServerNotesItsClasses() throws Exception {
    Run run = kurir("run");

    assertThat(run.status).isZero();
    assertThat(home.resolve("target/kurir.classes")).content().contains("LauncherTest$Echo");
  }

  @Test
  void wrongLogSettingsAreRefused() throws Exception {
    kurir("--help");
    environment.put("KURIR_LOG_FORMAT", "xml");
    assertThat(kurir("run").err).contains("KURIR_LOG_FORMAT: xml (expected: text or json)");
    environment.put("KURIR_LOG_FORMAT", "json");
    environment.put("KURIR_LOG_LEVEL", "loud");
    assertThat(kurir("run").err).contains("KURIR_LOG_LEVEL: loud (expected: error, warn,");
  }

  private record Run(int status, String out, String err) {}

  private Run kurir(String... arguments) throws Exception {
    return finish(start(home.resolve("kurir"), folder, arguments));
  }

  private Process start(Path script, Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    int number = started.size();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(folder.resolve("out-" + number).toFile())
            .redirectError(folder.resolve("err-" + number).toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private Run finish(Process process) throws Exception {
    assertThat(process.waitFor(60, SECONDS)).as("ends").isTrue();
    return new Run(process.exitValue(), text(process, "out-"), text(process, "err-"));
  }

  private String text(Process process, String stream) throws IOException {
    return Files.readString(folder.resolve(stream + started.indexOf(process)));
  }

  private String awaitLine(Process process, String part) throws IOException {
    await().atMost(30, SECONDS).until(() -> text(process, "out-").contains(part));
    return text(process, "out-");
  }

  private void awaitError(Process process, String part) {
    await().atMost(30, SECONDS).until(() -> text(process, "err-").contains(part));
  }

  private int builds() throws IOException {
    Path calls = fake.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private static void fakeTool(Path javaHome, String tool) throws IOException {
    Path file = Files.createDirectories(javaHome.resolve("bin")).resolve(tool);
    Files.writeString(file, "#!/bin/sh\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes everything older than what a test does next. */
  private static void age(Path root) throws IOException {
    FileTime hourAgo = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, hourAgo);
      }
    }
  }

  private static void writeEcho(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
    String entry = Echo.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream in = Echo.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(in.readAllBytes());
    }
  }
}
