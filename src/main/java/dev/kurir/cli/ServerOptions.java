package dev.kurir.cli;

import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that speaks to a running Kurir. */
final class ServerOptions {
  private final Supplier<Server> usual;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where Kurir answers (default: KURIR_URL, else this machine and kurir.http.port).",
      defaultValue = "${env:KURIR_URL}")
  private @Nullable URI url;

  /**
   * @param usual read only when a command needs it
   */
  ServerOptions(Supplier<Server> usual) {
    this.usual = usual;
  }

  /** Whether no other Kurir was named than the one of this directory. */
  boolean isUsual() {
    return url == null || url.toString().isEmpty();
  }

  /** The Kurir that is meant. */
  ApiClient client() {
    Server server = usual.get();
    return new ApiClient(
        url == null || isUsual() ? server : new Server(url, server.tokenFile(), server.token()));
  }
}
