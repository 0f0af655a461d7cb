package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of several groups may serve, when the network between servers is cut and each group
 * believes that it is alone: the larger one; of equal ones that with the server that began first.
 * All compare the same rows of the database, so all come to the same answer.
 */
final class Standing {
  private Standing() {}

  private record Party(Set<Node> nodes, Instant began, int lowest) {
    static final Comparator<Party> ORDER =
        Comparator.<Party>comparingInt(party -> party.nodes.size())
            .thenComparing(Party::began, Comparator.reverseOrder())
            .thenComparing(Party::lowest, Comparator.reverseOrder());
  }

  /**
   * Whether another group may serve instead of this one.
   *
   * @param self a server's own row, with whom it works together now
   * @param rows what all servers said of themselves
   */
  static boolean cutOff(Server self, List<Server> rows) {
    Map<Node, Server> living = new HashMap<>();
    rows.stream().filter(Server::lives).forEach(server -> living.put(server.node(), server));
    living.put(self.node(), self);
    Party own = party(self, living);
    return living.values().stream()
        .filter(other -> !own.nodes.contains(other.node()))
        .anyMatch(other -> Party.ORDER.compare(party(other, living), own) > 0);
  }

  /** Who works together with a server, where both say so. */
  private static Party party(Server of, Map<Node, Server> living) {
    Set<Node> nodes = new HashSet<>(Set.of(of.node()));
    Instant began = of.began();
    int lowest = of.node().id();
    for (Node member : of.members()) {
      Server other = living.get(member);
      if (other != null && other.members().contains(of.node())) {
        nodes.add(member);
        began = other.began().isBefore(began) ? other.began() : began;
        lowest = Math.min(lowest, member.id());
      }
    }
    return new Party(nodes, began, lowest);
  }
}
