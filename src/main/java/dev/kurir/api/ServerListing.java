package dev.kurir.api;

import dev.kurir.cluster.Server;
import dev.kurir.cluster.Servers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows the servers that work together, nearest first. Thread-safe. */
public final class ServerListing {
  private final Servers servers;

  ServerListing(Servers servers) {
    this.servers = servers;
  }

  /**
   * A server.
   *
   * @param roundTripMs null: this one, or not measured
   */
  record ServerAnswer(
      int node,
      boolean self,
      boolean active,
      String clientAddress,
      @Nullable String clusterAddress,
      @Nullable String fingerprint,
      int sessions,
      int quota,
      @Nullable Double roundTripMs,
      String startedAt) {
    static ServerAnswer of(Server server) {
      Duration far = server.roundTrip();
      return new ServerAnswer(
          server.node().id(),
          server.isSelf(),
          server.active(),
          server.clientAddress(),
          given(server.clusterAddress()),
          given(server.fingerprint()),
          server.sessions(),
          server.quota(),
          far == null || server.isSelf() ? null : far.toNanos() / 1e6,
          server.began().toString());
    }

    private static @Nullable String given(String text) {
      return text.isEmpty() ? null : text;
    }
  }

  /** All servers of the last hour. */
  public Answers.Page list() {
    return new Answers.Page(servers.list().stream().map(ServerAnswer::of).toList(), null);
  }
}
