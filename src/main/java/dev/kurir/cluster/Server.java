package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server as it last said of itself. Immutable.
 *
 * @param clientAddress where its users reach it by UDP, {@code host:port}
 * @param clusterAddress where other servers reach it by TCP, {@code host:port}; empty: nowhere
 * @param fingerprint of the key that it shows the others; empty: none
 * @param began when it was started
 * @param quota how many sessions it takes
 * @param sessions how many it has
 * @param members with whom it works together
 * @param active whether it lives, and works together with the server that tells this
 * @param lives whether it has its connection to the database
 * @param roundTrip how far it is from the server that tells this; zero: it is that one; null: not
 *     measured, or gone
 */
public record Server(
    Node node,
    String clientAddress,
    String clusterAddress,
    String fingerprint,
    Instant began,
    int quota,
    int sessions,
    Set<Node> members,
    boolean active,
    boolean lives,
    @Nullable Duration roundTrip) {
  public Server {
    members = Set.copyOf(members);
  }

  /** Whether it takes one more session. */
  public boolean hasRoom() {
    return active && sessions < quota;
  }

  /** Whether it is the one that tells this. */
  public boolean isSelf() {
    return roundTrip != null && roundTrip.isZero();
  }

  Server with(boolean nowActive, @Nullable Duration nowRoundTrip) {
    return new Server(
        node,
        clientAddress,
        clusterAddress,
        fingerprint,
        began,
        quota,
        sessions,
        members,
        nowActive,
        lives,
        nowRoundTrip);
  }
}
