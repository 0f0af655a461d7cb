package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.community.RefusedException.Why;
import dev.kurir.owner.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What several do at once, on threads of their own. */
@Timeout(120)
class CircleRacesIT {
  private static final int REPEATED = 15;
  private static final String DONE = "done";
  private static TestDatabase database;
  private static ExecutorService threads;

  private final Neighbours neighbours = new Neighbours(database);
  private final Circles circles = new Circles(database.pool());
  private final Members members = circles.members();
  private final Invitations invitations = circles.invitations();
  private Person ani;
  private Person budi;
  private Person citra;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stop() {
    threads.shutdownNow();
    database.close();
  }

  @BeforeEach
  void settle() {
    neighbours.clear();
    ani = neighbours.person("ani");
    budi = neighbours.person("budi");
    citra = neighbours.person("citra");
  }

  @RepeatedTest(REPEATED)
  void aNameIsTakenByOne() throws Exception {
    List<String> ends =
        atOnce(
            Collections.nCopies(
                6,
                () -> {
                  circles.create(ani, "arisan", null, false);
                }));

    assertThat(ends).containsOnlyOnce(DONE).filteredOn(Why.CONFLICT.name()::equals).hasSize(5);
    assertThat(owners()).containsExactly("ani");
  }

  @RepeatedTest(REPEATED)
  void ofTwoNewOwnersThereIsOne() throws Exception {
    neighbours.circle("arisan", false, ani, budi, citra);
    List<String> ends =
        atOnce(
            List.of(
                () -> members.changeRole(ani, "arisan", "budi", Role.OWNER),
                () -> members.changeRole(ani, "arisan", "citra", Role.OWNER)));

    assertThat(ends).containsExactlyInAnyOrder(DONE, Why.FORBIDDEN.name());
    assertThat(owners()).hasSize(1).doesNotContain("ani");
    assertThat(circles.show(ani, "arisan", false).role()).isEqualTo(Role.ADMIN);
  }

  @RepeatedTest(REPEATED)
  void whoJoinsSeveralTimesIsThereOnce() throws Exception {
    neighbours.circle("pasar", true, ani);
    List<String> ends =
        atOnce(
            Collections.nCopies(
                6,
                () -> {
                  members.join(budi, "pasar");
                }));

    assertThat(ends).containsOnly(DONE);
    assertThat(circles.show(ani, "pasar", true).members()).isEqualTo(2);
  }

  @RepeatedTest(REPEATED)
  void whoLeavesWhileBecomingTheOwnerDoesOneOfBoth() throws Exception {
    neighbours.circle("arisan", false, ani, budi);
    List<String> ends =
        atOnce(
            List.of(
                () -> members.changeRole(ani, "arisan", "budi", Role.OWNER),
                () -> members.remove(budi, "arisan", "budi")));

    if (ends.get(1).equals(DONE)) {
      assertThat(ends.get(0)).isEqualTo(Why.NOT_FOUND.name());
      assertThat(owners()).containsExactly("ani");
    } else {
      assertThat(ends).containsExactly(DONE, Why.CONFLICT.name());
      assertThat(owners()).containsExactly("budi");
    }
  }

  @RepeatedTest(REPEATED)
  void aMemberIsRemovedOnce() throws Exception {
    neighbours.circle("arisan", false, ani, budi, citra);
    members.changeRole(ani, "arisan", "budi", Role.ADMIN);
    List<String> ends =
        atOnce(
            List.of(
                () -> members.remove(ani, "arisan", "citra"),
                () -> members.remove(budi, "arisan", "citra")));

    assertThat(ends).containsExactlyInAnyOrder(DONE, Why.NOT_FOUND.name());
    assertThat(circles.show(ani, "arisan", false).members()).isEqualTo(2);
  }

  @RepeatedTest(REPEATED)
  void twoAdminsWhoAreTakenTheirRoleRemoveNobodyAfterwards() throws Exception {
    neighbours.circle("arisan", false, ani, budi, citra);
    members.changeRole(ani, "arisan", "budi", Role.ADMIN);
    List<String> ends =
        atOnce(
            List.of(
                () -> members.changeRole(ani, "arisan", "budi", Role.MEMBER),
                () -> members.remove(budi, "arisan", "citra")));

    assertThat(ends.get(0)).isEqualTo(DONE);
    assertThat(ends.get(1)).isIn(DONE, Why.FORBIDDEN.name());
    assertThat(circles.show(ani, "arisan", false).members())
        .isEqualTo(ends.get(1).equals(DONE) ? 2 : 3);
  }

  @RepeatedTest(REPEATED)
  void anInvitationIsAcceptedOrRefused() throws Exception {
    neighbours.circle("arisan", false, ani);
    invitations.invite(ani, "arisan", "budi");
    List<String> ends =
        atOnce(
            List.of(
                () -> invitations.accept(budi, "arisan"),
                () -> invitations.refuse(budi, "arisan")));

    assertThat(ends).containsExactlyInAnyOrder(DONE, Why.NOT_FOUND.name());
    assertThat(circles.show(ani, "arisan", false).members())
        .isEqualTo(ends.get(0).equals(DONE) ? 2 : 1);
  }

  @RepeatedTest(REPEATED)
  void noInvitationIsLeftForWhoIsInTheGroup() throws Exception {
    neighbours.circle("arisan", false, ani);
    neighbours.friends(ani, budi);
    invitations.invite(ani, "arisan", "budi");
    List<String> ends =
        atOnce(
            List.of(
                () -> invitations.accept(budi, "arisan"),
                () -> invitations.accept(budi, "arisan"),
                () -> members.add(ani, "arisan", "budi"),
                () -> invitations.invite(ani, "arisan", "budi")));

    assertThat(ends.subList(0, 3)).containsOnly(DONE);
    assertThat(ends.get(3)).isIn(DONE, Why.CONFLICT.name());
    assertThat(invitations.list(budi, "", 10)).isEmpty();
    assertThat(circles.show(ani, "arisan", false).members()).isEqualTo(2);
  }

  @RepeatedTest(REPEATED)
  void whatIsLeftWhileOthersComeAndGoHasOneOwner() throws Exception {
    neighbours.circle("pasar", true, ani, budi);
    List<String> ends =
        atOnce(
            List.of(
                () -> circles.leaveAll(ani),
                () -> members.leaveRoom(budi, "pasar"),
                () -> members.join(citra, "pasar")));

    assertThat(ends.get(0)).isEqualTo(DONE);
    List<String> rooms = database.rows("SELECT name FROM circle");
    assertThat(owners()).hasSameSizeAs(rooms);
    if (rooms.isEmpty()) {
      assertThat(ends.get(2)).isIn(DONE, Why.NOT_FOUND.name());
    } else {
      assertThat(circles.show(ani, "pasar", true).members()).isGreaterThan(0);
    }
  }

  @RepeatedTest(REPEATED)
  void allWhoGoAtOnceLeaveNothing() throws Exception {
    neighbours.circle("arisan", false, ani, budi, citra);
    neighbours.circle("lain", false, citra, budi, ani);
    List<String> ends = atOnce(List.of(() -> delete(ani), () -> delete(budi), () -> delete(citra)));

    assertThat(ends).containsOnly(DONE);
    assertThat(database.rows("SELECT name FROM circle")).isEmpty();
  }

  @RepeatedTest(REPEATED)
  void whoseAccountGoesMeanwhileIsNotAdded() throws Exception {
    neighbours.circle("arisan", false, ani);
    neighbours.friends(ani, budi);
    invitations.invite(ani, "arisan", "budi");
    List<String> ends =
        atOnce(List.of(() -> members.add(ani, "arisan", "budi"), () -> delete(budi)));

    assertThat(ends.get(1)).isEqualTo(DONE);
    assertThat(ends.get(0)).isIn(DONE, Why.NOT_FOUND.name(), Why.FORBIDDEN.name());
    assertThat(circles.show(ani, "arisan", false).members()).isEqualTo(1);
  }

  @RepeatedTest(REPEATED)
  void aRoomThatIsDissolvedIsJoinedByNobody() throws Exception {
    neighbours.circle("pasar", true, ani);
    List<String> ends =
        atOnce(
            List.of(
                () -> circles.dissolve(ani, "pasar", true),
                () -> members.join(budi, "pasar"),
                () -> members.join(citra, "pasar")));

    assertThat(ends.get(0)).isEqualTo(DONE);
    assertThat(ends.subList(1, 3)).isSubsetOf(DONE, Why.NOT_FOUND.name());
    assertThat(database.number("SELECT count(*) FROM circle_member")).isZero();
  }

  @Test
  void aRoomIsJoinedByManyAtOnce() throws Exception {
    neighbours.circle("pasar", true, ani);
    List<Act> joins = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Person guest = neighbours.person("guest" + i);
      joins.add(() -> members.join(guest, "pasar"));
    }

    assertThat(atOnce(joins)).containsOnly(DONE);
    assertThat(circles.show(ani, "pasar", true).members()).isEqualTo(41);
  }

  private void delete(Person person) {
    circles.leaveAll(person);
    neighbours.remove(person);
  }

  private static List<String> owners() {
    return database.rows(
        "SELECT u.name FROM circle_member m JOIN messenger_user u ON u.id = m.user_id WHERE m.role = 'owner'");
  }

  /** Something that may be refused. */
  @FunctionalInterface
  private interface Act {
    void run() throws Exception;
  }

  /** How each ended: done, or why it was refused. */
  private static List<String> atOnce(List<? extends Act> acts) throws Exception {
    CyclicBarrier start = new CyclicBarrier(acts.size());
    List<Future<String>> ends = new ArrayList<>();
    for (Act act : acts) {
      Callable<String> task =
          () -> {
            start.await();
            act.run();
            return DONE;
          };
      ends.add(threads.submit(task));
    }
    List<String> how = new ArrayList<>();
    for (Future<String> end : ends) {
      try {
        how.add(end.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RefusedException refused)) {
          throw e;
        }
        how.add(refused.why().name());
      }
    }
    return how;
  }
}
