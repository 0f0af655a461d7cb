package dev.kurir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.database.Node;
import dev.kurir.message.BotId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RendezvousTest {
  @Property(tries = 200)
  void onlyTheBotsOfANodeThatLeftMove(
      @ForAll @Size(min = 2, max = 8) Set<@IntRange(min = 1, max = 1_000) Integer> ids,
      @ForAll @Size(min = 1, max = 50) Set<@IntRange(min = 1) Integer> bots) {
    List<Node> all = ids.stream().map(Node::new).collect(Collectors.toCollection(ArrayList::new));
    Node gone = all.get(0);
    List<Node> rest = all.subList(1, all.size());

    for (int bot : bots) {
      Node before = Rendezvous.of(new BotId(bot), all);
      if (!before.equals(gone)) {
        assertThat(Rendezvous.of(new BotId(bot), rest)).isEqualTo(before);
      }
    }
  }

  @Property(tries = 100)
  void theOrderOfTheNodesDoesNotMatter(
      @ForAll @Size(min = 1, max = 8) Set<@IntRange(min = 1, max = 1_000) Integer> ids,
      @ForAll @IntRange(min = 1) int bot) {
    List<Node> one = ids.stream().map(Node::new).collect(Collectors.toCollection(ArrayList::new));
    List<Node> other = new ArrayList<>(one);
    Collections.reverse(other);

    assertThat(Rendezvous.of(new BotId(bot), other)).isEqualTo(Rendezvous.of(new BotId(bot), one));
  }

  @Test
  void everyNodeGetsItsShare() {
    List<Node> nodes = List.of(new Node(1), new Node(2), new Node(3));

    assertThat(
            IntStream.rangeClosed(1, 3_000)
                .mapToObj(bot -> Rendezvous.of(new BotId(bot), nodes))
                .collect(Collectors.groupingBy(node -> node, Collectors.counting()))
                .values())
        .hasSize(3)
        .allMatch(share -> share > 900 && share < 1_100);
  }
}
