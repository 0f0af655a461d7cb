package dev.kurir.component;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** With the installed ejabberd. */
class EjabberdStreamIT extends ComponentContract {
  @TempDir static Path directory;
  private static Ejabberd ejabberd;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Ejabberd.isInstalled(), "ejabberd is not installed: apt-get install ejabberd");
    ejabberd = Ejabberd.start(directory, Map.of(DOMAIN, SECRET, OTHER, SECRET));
  }

  @AfterAll
  static void stop() {
    if (ejabberd != null) {
      ejabberd.close();
    }
  }

  @Override
  int port(String domain) {
    return ejabberd.port(domain);
  }

  @Override
  void kill() {
    ejabberd.kill();
  }

  @Override
  void restart() throws Exception {
    ejabberd.restart();
  }
}
