package dev.kurir;

import dev.kurir.cluster.ClusterKey;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** What must be right before anything starts, so that the first error is a clear one. */
final class Preconditions {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+):\\d+");

  private Preconditions() {}

  static void check(Settings settings) {
    wellFormed(settings);
    Path routes = settings.path("kurir.routes.directory");
    if (!Files.isDirectory(routes)) {
      throw new InvalidFieldException(
          "kurir.routes.directory", routes.toString(), "a directory with *.camel.yaml files");
    }
    for (String server : List.of("kurir.http", "kurir.management")) {
      free(server, settings.text(server + ".bind"), settings.port(server + ".port"));
    }
    freeDatagrams(settings);
    cluster(settings);
    if (settings.port("kurir.http.port") == settings.port("kurir.management.port")) {
      throw new InvalidFieldException(
          "kurir.management.port",
          settings.text("kurir.management.port"),
          "another port than kurir.http.port");
    }
  }

  private static void wellFormed(Settings settings) {
    List.of(
            "kurir.database.wait",
            "kurir.delivery.give-up-after",
            "kurir.journal.keep",
            "kurir.archive.after",
            "kurir.storage.warn-before",
            "kurir.udp.session-idle")
        .forEach(settings::duration);
    settings.durationsBelow("kurir.archive.after.");
    settings
        .optional("kurir.archive.keep")
        .ifPresent(set -> settings.duration("kurir.archive.keep"));
    String schedule = settings.text("kurir.archive.schedule");
    if (!CronExpression.isValidExpression(schedule)) {
      throw new InvalidFieldException(
          "kurir.archive.schedule", schedule, "Quartz's cron, seconds first, such as 0 0 3 * * ?");
    }
    List.of("kurir.line.api-url", "kurir.line.data-api-url", "kurir.telegram.api-url")
        .forEach(settings::url);
    settings.optionalUrl("kurir.http.public-url");
    settings
        .optional("kurir.udp.address")
        .filter(a -> !HOST_AND_PORT.matcher(a).matches() || Membership.port(a) == 0)
        .ifPresent(
            address -> {
              throw new InvalidFieldException(
                  "kurir.udp.address", address, "host:port, as clients reach this server");
            });
    for (String key : List.of("kurir.database.url", "kurir.passive.url")) {
      String url = settings.optional(key).orElse("");
      if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
        throw new InvalidFieldException(
            key, "no address of PostgreSQL", "jdbc:postgresql://host:port/database");
      }
    }
  }

  private static void cluster(Settings settings) {
    if (settings.optional("kurir.cluster.peers").isEmpty()) {
      return;
    }
    Membership.peers(settings);
    if (settings.optional("kurir.cluster.keystore").isEmpty()) {
      throw new InvalidFieldException(
          "kurir.cluster.keystore", "empty", "a file that ./kurir cluster keygen has made");
    }
    ClusterKey.open(settings.path("kurir.cluster.keystore"));
    free(
        "kurir.cluster",
        settings.optional("kurir.cluster.bind").orElse("0.0.0.0"),
        settings.port("kurir.cluster.port"));
  }

  private static void freeDatagrams(Settings settings) {
    int port = settings.port("kurir.udp.port");
    String host = settings.text("kurir.udp.bind");
    InetAddress address = ofThisMachine("kurir.udp", host);
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw taken("kurir.udp", port, host, e);
    }
  }

  private static void free(String server, String host, int port) {
    InetAddress address = ofThisMachine(server, host);
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw taken(server, port, host, e);
    }
  }

  private static InvalidFieldException taken(
      String server, int port, String host, IOException failure) {
    return new InvalidFieldException(
        server + ".port",
        port + " on " + host + ": " + failure.getMessage(),
        "a free port; another program may listen there");
  }

  private static InetAddress ofThisMachine(String server, String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      new ServerSocket(0, 1, address).close(); // at any port
      return address;
    } catch (IOException e) {
      throw new InvalidFieldException(server + ".bind", host, "an address of this machine");
    }
  }
}
