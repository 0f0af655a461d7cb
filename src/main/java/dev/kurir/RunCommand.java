package dev.kurir;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code kurir run}: serves until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Starts Kurir and serves until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  static Settings settings() {
    return Settings.load(
        Path.of(System.getProperty("kurir.home", ".")), System.getenv(), System.getProperties());
  }

  @Override
  public Integer call() throws Exception {
    StopSignal stop = StopSignal.begin();
    while (true) {
      try (Bridge bridge = Bridge.start(settings())) {
        stop.await(bridge, bridge.cutOff());
      }
      LOG.error("cut off from the other servers: serves nobody until they let this one in again");
    }
  }
}
