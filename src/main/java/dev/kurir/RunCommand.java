package dev.kurir;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kurir run}: serves until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Starts Kurir and serves until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {
  static Settings settings() {
    return Settings.load(
        Path.of(System.getProperty("kurir.home", ".")), System.getenv(), System.getProperties());
  }

  @Override
  public Integer call() throws Exception {
    try (Bridge bridge = Bridge.start(settings())) {
      StopSignal.await(bridge);
    }
    return 0;
  }
}
