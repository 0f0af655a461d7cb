package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.testing.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.main.Main;
import org.apache.camel.telemetry.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameIT {
  @TempDir Path directory;

  /** It cost an eighth of all that Java did, and nobody saw its spans. */
  @Test
  void noExchangeIsTraced() throws Exception {
    Settings settings =
        Settings.load(directory, Map.of(), new Properties())
            .with(
                Map.of(
                    "kurir.http.port",
                    Integer.toString(Ports.free()),
                    "kurir.management.port",
                    Integer.toString(Ports.free())));
    Main main = Frame.of(settings, directory, List.of(), Duration.ofSeconds(1));
    main.start();
    try {
      assertThat(main.getCamelContext().hasService(Tracer.class)).isNull();
    } finally {
      main.stop();
    }
  }
}
