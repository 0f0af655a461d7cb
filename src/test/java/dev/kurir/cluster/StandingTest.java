package dev.kurir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.database.Node;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Instant BEGAN = Instant.parse("2026-11-22T10:00:00Z");

  private static Server server(int node, boolean lives, Integer... members) {
    return new Server(
        new Node(node),
        "",
        "",
        "",
        BEGAN.plusSeconds(node),
        1,
        0,
        Arrays.stream(members).map(Node::new).collect(Collectors.toSet()),
        false,
        lives,
        null);
  }

  private static boolean cutOff(int node, Server... rows) {
    Server self = rows[node - 1];
    return Standing.cutOff(self, List.of(rows));
  }

  @Test
  void aServerAloneServes() {
    assertThat(cutOff(1, server(1, true, 1))).isFalse();
  }

  @Test
  void whoWorksTogetherWithAllServes() {
    Server[] rows = {server(1, true, 1, 2), server(2, true, 1, 2)};
    assertThat(cutOff(1, rows)).isFalse();
    assertThat(cutOff(2, rows)).isFalse();
  }

  @Test
  void theLargerPartServes() {
    Server[] rows = {server(1, true, 1), server(2, true, 2, 3), server(3, true, 2, 3)};
    assertThat(cutOff(1, rows)).isTrue();
    assertThat(cutOff(2, rows)).isFalse();
    assertThat(cutOff(3, rows)).isFalse();
  }

  @Test
  void ofEqualPartsThatWithTheEldestServes() {
    Server[] rows = {
      server(1, true, 1, 4), server(2, true, 2, 3), server(3, true, 2, 3), server(4, true, 1, 4)
    };
    assertThat(IntStream.rangeClosed(1, 4).filter(node -> cutOff(node, rows)))
        .containsExactly(2, 3);
  }

  @Test
  void whoIsDeadDoesNotCountHoweverManyItKnew() {
    Server[] rows = {server(1, false, 1, 2, 3), server(2, true, 2), server(3, false, 1, 2, 3)};
    assertThat(cutOff(2, rows)).isFalse();
  }

  /** What a newcomer says before the others have said that they let it in. */
  @Test
  void aNewcomerDisturbsNobody() {
    Server[] rows = {server(1, true, 1, 2), server(2, true, 1, 2), server(3, true, 3)};
    assertThat(cutOff(3, rows)).isTrue();
    assertThat(cutOff(1, rows)).isFalse();
  }

  /** It still believes that all is well; the others have gone on without it. */
  @Test
  void whoBelievesInAnOlderListIsCutOff() {
    Server[] rows = {server(1, true, 1, 2), server(2, true, 1, 2), server(3, true, 1, 2, 3)};
    assertThat(cutOff(3, rows)).isTrue();
    assertThat(cutOff(1, rows)).isFalse();
  }

  /** However the servers are parted, exactly one part serves: all see the same rows. */
  @Property
  void exactlyOnePartServes(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 0, max = 3) Integer> parts) {
    Server[] rows = new Server[parts.size()];
    for (int i = 0; i < rows.length; i++) {
      int part = parts.get(i);
      rows[i] =
          server(
              i + 1,
              true,
              IntStream.range(0, rows.length)
                  .filter(other -> parts.get(other) == part)
                  .mapToObj(other -> other + 1)
                  .toArray(Integer[]::new));
    }
    assertThat(
            Stream.of(rows)
                .filter(server -> !Standing.cutOff(server, List.of(rows)))
                .map(server -> parts.get(server.node().id() - 1))
                .distinct())
        .hasSize(1);
  }
}
