package dev.kurir.cluster;

import dev.kurir.database.Node;
import dev.kurir.message.BotId;
import java.util.Collection;
import java.util.Comparator;

/**
 * Which of some nodes a bot belongs to, by the highest hash of bot and node (rendezvous hashing,
 * Thaler and Ravishankar 1998): all who know the same nodes agree, bots spread evenly, and when a
 * node comes or goes only its own bots move.
 */
final class Rendezvous {
  private Rendezvous() {}

  /** The node of a bot; the same in any order of the nodes. */
  static Node of(BotId bot, Collection<Node> nodes) {
    return nodes.stream()
        .max(
            Comparator.<Node>comparingLong(node -> mixed(mixed(node.id()) ^ bot.value()))
                .thenComparing(Node::id))
        .orElseThrow();
  }

  /** Every bit of the result depends on every bit of the value (SplitMix64, Steele et al. 2014). */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
