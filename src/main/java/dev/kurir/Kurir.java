package dev.kurir;

import java.nio.file.Path;

/** The program: {@code kurir <command>}. */
public final class Kurir {
  private Kurir() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings =
        Settings.load(
            Path.of(System.getProperty("kurir.home", ".")),
            System.getenv(),
            System.getProperties());
    Bridge bridge = Bridge.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "stop"));
    Thread.currentThread().join();
  }
}
