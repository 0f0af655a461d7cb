package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.cluster.Alone;
import dev.kurir.cluster.Cluster;
import dev.kurir.database.Node;
import dev.kurir.message.OwnerId;
import dev.kurir.testing.HandCluster;
import dev.kurir.testing.HandTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration ALMOST = Duration.ofMillis(4_999);
  private static final Duration REST = Duration.ofMillis(1);
  private static final OwnerId ANI = new OwnerId(1_000_000_000);
  private static final OwnerId BUDI = new OwnerId(1_000_000_001);

  private final HandCluster cluster = new HandCluster();
  private final List<Server> servers = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();

  /** A node and its time. */
  private final class Server {
    private final HandTimer timer = new HandTimer();
    private final Attendance attendance;

    private Server(String name, Cluster cluster) {
      this.attendance =
          new Attendance(
              cluster,
              timer,
              GRACE,
              new Attendance.Changes() {
                @Override
                public void came(OwnerId person) {
                  changes.add(name + " came " + person);
                }

                @Override
                public void left(OwnerId person) {
                  changes.add(name + " left " + person);
                }
              });
      attendance.begin();
      timer.run();
    }

    private void begun(OwnerId person) {
      attendance.begun(person);
      timer.run();
    }

    private void ended(OwnerId person) {
      attendance.ended(person);
      timer.run();
    }

    private boolean sees(OwnerId person) {
      return attendance.isThere(person);
    }
  }

  /** Everything that is told arrives, and what is due now runs. */
  private void settle() {
    for (int i = 0; i < 4; i++) {
      servers.forEach(server -> server.timer.run());
      cluster.deliver();
    }
  }

  private Server alone() {
    return new Server("one", new Alone(new Node(1)));
  }

  private Server server(int id) {
    return server(cluster.join(id));
  }

  private Server server(HandCluster.Member member) {
    Server server = new Server("n" + member.self().id(), member);
    servers.add(server);
    settle();
    return server;
  }

  private List<String> changes() {
    List<String> seen = List.copyOf(changes);
    changes.clear();
    return seen;
  }

  @Test
  void somebodyIsThereWhileTheyHaveAStream() {
    Server one = alone();
    one.begun(ANI);
    one.begun(ANI);
    assertThat(changes()).containsExactly("one came " + ANI);
    one.ended(ANI);
    one.timer.advance(GRACE.multipliedBy(3));
    assertThat(one.sees(ANI)).isTrue();
    one.ended(ANI);
    one.timer.advance(ALMOST);
    assertThat(one.sees(ANI)).isTrue();
    assertThat(changes()).isEmpty();
    one.timer.advance(REST);
    assertThat(one.sees(ANI)).isFalse();
    assertThat(changes()).containsExactly("one left " + ANI);
  }

  @Test
  void whoComesBackSoonWasAlwaysThere() {
    Server one = alone();
    one.begun(ANI);
    one.ended(ANI);
    one.timer.advance(ALMOST);
    one.begun(ANI);
    one.timer.advance(GRACE);
    assertThat(changes()).containsExactly("one came " + ANI);
    one.ended(ANI);
    one.timer.advance(ALMOST);
    assertThat(one.sees(ANI)).isTrue();
    one.timer.advance(REST);
    assertThat(changes()).containsExactly("one left " + ANI);
  }

  @Test
  void anEndCountsFromTheLastTimeOnly() {
    Server one = alone();
    one.begun(ANI);
    one.ended(ANI);
    one.timer.advance(ALMOST);
    one.begun(ANI);
    one.ended(ANI);
    one.timer.advance(ALMOST); // the first end is over by now
    assertThat(one.sees(ANI)).isTrue();
    one.timer.advance(REST);
    assertThat(one.sees(ANI)).isFalse();
    assertThat(changes()).containsExactly("one came " + ANI, "one left " + ANI);
  }

  @Test
  void anEndWithoutABeginIsNothing() {
    Server one = alone();
    one.ended(ANI);
    one.begun(ANI);
    one.ended(ANI);
    one.ended(ANI);
    one.begun(ANI);
    one.timer.advance(GRACE);
    assertThat(one.sees(ANI)).isTrue();
    assertThat(changes()).containsExactly("one came " + ANI);
  }

  @Test
  void whoIsAtAnotherNodeIsThere() {
    Server one = server(1);
    Server two = server(2);
    one.begun(ANI);
    settle();
    assertThat(two.sees(ANI)).isTrue();
    assertThat(two.sees(BUDI)).isFalse();
    one.ended(ANI);
    one.timer.advance(GRACE);
    settle();
    assertThat(two.sees(ANI)).isFalse();
    assertThat(changes()).containsExactly("n1 came " + ANI, "n1 left " + ANI);
  }

  @Test
  void whoGoesToAnotherNodeWasAlwaysThere() {
    Server one = server(1);
    Server two = server(2);
    one.begun(ANI);
    settle();
    one.ended(ANI);
    two.begun(ANI);
    settle();
    one.timer.advance(GRACE);
    settle();
    assertThat(one.sees(ANI)).isTrue();
    assertThat(changes()).containsExactly("n1 came " + ANI);
    two.ended(ANI);
    two.timer.advance(GRACE);
    settle();
    assertThat(one.sees(ANI)).isFalse();
    assertThat(changes()).containsExactly("n2 left " + ANI);
  }

  @Test
  void aNodeThatJoinsHearsWhoIsThere() {
    Server one = server(1);
    one.begun(ANI);
    Server two = server(2);
    assertThat(two.sees(ANI)).isTrue();
    assertThat(changes()).containsExactly("n1 came " + ANI);
  }

  @Test
  void aNodeThatIsGoneTakesItsPeopleWithItUnlessTheyComeBackSoon() {
    Server one = server(1);
    Server two = server(2);
    HandCluster.Member third = cluster.join(3);
    Server three = server(third);
    three.begun(ANI);
    three.begun(BUDI);
    settle();
    changes();
    cluster.leave(third);
    assertThat(one.sees(ANI)).isFalse();
    two.begun(BUDI);
    settle();
    assertThat(changes()).containsExactly("n2 came " + BUDI);
    one.timer.advance(ALMOST);
    assertThat(changes()).isEmpty();
    one.timer.advance(REST);
    two.timer.advance(GRACE);
    settle();
    assertThat(changes()).containsExactly("n1 left " + ANI);
    assertThat(one.sees(BUDI)).isTrue();
  }

  @Test
  void aNodeThatComesBackBringsItsPeople() {
    Server one = server(1);
    HandCluster.Member second = cluster.join(2);
    Server two = server(second);
    one.begun(BUDI);
    two.begun(ANI);
    settle();
    changes();
    cluster.cutOff(second);
    one.timer.advance(GRACE);
    two.timer.advance(GRACE);
    // each side goes on without the other
    assertThat(changes()).containsExactly("n1 left " + ANI, "n2 left " + BUDI);
    cluster.comeBack(second);
    settle();
    assertThat(one.sees(ANI)).isTrue();
    assertThat(two.sees(BUDI)).isTrue();
    assertThat(changes()).containsExactlyInAnyOrder("n1 came " + ANI, "n2 came " + BUDI);
  }

  @Test
  void aNodeThatStartsAgainHasForgottenItsPeople() {
    Server one = server(1);
    HandCluster.Member second = cluster.join(2);
    server(second).begun(ANI);
    settle();
    changes();
    second.forget(); // so soon that nobody saw it leave
    Server two = server(second);
    assertThat(one.sees(ANI)).isFalse();
    assertThat(two.sees(ANI)).isFalse();
    one.timer.advance(GRACE);
    assertThat(changes()).containsExactly("n1 left " + ANI);
  }

  @Test
  void ofTwoThatThinkOfEachOtherTheEldestNotesIt() {
    server(1);
    Server two = server(2);
    Server three = server(3);
    two.begun(ANI);
    three.begun(ANI);
    settle();
    changes();
    two.ended(ANI);
    three.ended(ANI);
    two.timer.advance(GRACE);
    three.timer.advance(GRACE);
    assertThat(changes()).isEmpty();
    settle();
    assertThat(changes()).containsExactly("n1 left " + ANI);
    assertThat(servers).noneMatch(server -> server.sees(ANI));
  }

  @Test
  void whatTheLastNodeNotedTheEldestDoesNotNoteAgain() {
    HandCluster.Member first = cluster.join(1);
    Server one = server(first);
    Server two = server(2);
    Server three = server(3);
    two.begun(ANI);
    three.begun(ANI);
    settle();
    changes();
    // the last one's word arrives before the other's
    first.receive("presence", new Roll(Roll.Word.LEFT, new Node(3), List.of(ANI)).written());
    assertThat(one.sees(ANI)).isTrue();
    first.receive("presence", new Roll(Roll.Word.GONE, new Node(2), List.of(ANI)).written());
    assertThat(one.sees(ANI)).isFalse();
    assertThat(changes()).isEmpty();
  }

  @Test
  void whoHasJustComeIsToldAgainWhenAnotherNodeThoughtThemGone() {
    Server one = server(1);
    Server two = server(2);
    one.begun(ANI);
    settle();
    one.ended(ANI);
    two.attendance.begun(ANI); // not told yet
    one.timer.advance(GRACE);
    assertThat(changes()).containsExactly("n1 came " + ANI, "n1 left " + ANI);
    settle();
    assertThat(changes()).containsExactly("n2 came " + ANI);
    assertThat(one.sees(ANI)).isTrue();
  }

  @Test
  void whatCannotBeReadIsNoNews() {
    Server one = server(1);
    HandCluster.Member other = cluster.join(2);
    for (String told : List.of("", "HERE", "HERE x", "HERE 2 x", "THERE 2 1", "HERE 2 -1")) {
      other.tell("presence", told.getBytes(StandardCharsets.UTF_8));
    }
    other.tell("presence", new Roll(Roll.Word.HERE, new Node(2), List.of(ANI)).written());
    cluster.deliver();
    assertThat(one.sees(ANI)).isTrue();
  }

  @Test
  void whoIsNoMemberIsNotHeard() {
    Server one = server(1);
    HandCluster.Member other = cluster.join(2);
    other.tell("presence", new Roll(Roll.Word.HERE, new Node(2), List.of(ANI)).written());
    cluster.leave(other);
    cluster.deliver();
    assertThat(one.sees(ANI)).isFalse();
  }
}
