package dev.kurir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.outbox.Draft;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final NetworkName FROM = new NetworkName("telegram");
  private static final NetworkName SLOW = new NetworkName("line");
  private static final NetworkName QUICK = new NetworkName("xmpp");

  private final AtomicLong nanos = new AtomicLong(1);
  private final Set<NetworkName> slow = new HashSet<>(Set.of(SLOW));
  private final Gathering gathering = new Gathering(slow::contains, nanos::get);

  private static Draft to(NetworkName network) {
    OwnerId owner = new OwnerId(1);
    return new Draft(
        network, false, owner, ConversationId.masterOf(owner), null, null, null, "text");
  }

  private void pass(long milliseconds) {
    nanos.addAndGet(Duration.ofMillis(milliseconds).toNanos());
  }

  @Test
  void whatGoesToASlowNetworkGathersForAMoment() {
    gathering.mapped(FROM, List.of(to(SLOW)));

    assertThat(gathering.isUnderWay(FROM)).isTrue();
    assertThat(gathering.isUnderWay(QUICK)).as("other inboxes").isFalse();
    pass(60);
    assertThat(gathering.isUnderWay(FROM)).isFalse();
  }

  @Test
  void whatGatheredLatelyIsPatientUntilSomethingIsInAHurry() {
    gathering.mapped(FROM, List.of(to(SLOW)));
    pass(60);
    assertThat(gathering.isUsual(FROM)).isTrue();
    assertThat(gathering.isUsual(QUICK)).as("other inboxes").isFalse();

    pass(3_000);
    assertThat(gathering.isUsual(FROM)).as("nothing came for long").isFalse();

    gathering.mapped(FROM, List.of(to(SLOW)));
    gathering.mapped(FROM, List.of(to(SLOW), to(QUICK)));
    assertThat(gathering.isUsual(FROM)).isFalse();
  }

  @Test
  void whatGoesToAQuickNetworkTooIsInAHurry() {
    gathering.mapped(FROM, List.of(to(SLOW), to(QUICK)));
    assertThat(gathering.isUnderWay(FROM)).isFalse();

    pass(1_000);
    gathering.mapped(FROM, List.of(to(SLOW)));
    assertThat(gathering.isUnderWay(FROM)).as("something was in a hurry lately").isFalse();

    pass(1_500);
    gathering.mapped(FROM, List.of(to(SLOW)));
    assertThat(gathering.isUnderWay(FROM)).isTrue();
  }

  @Test
  void somethingInAHurryEndsIt() {
    gathering.mapped(FROM, List.of(to(SLOW)));
    gathering.mapped(FROM, List.of(to(QUICK)));

    assertThat(gathering.isUnderWay(FROM)).isFalse();
  }

  @Test
  void whatBecomesNothingIsInAHurry() {
    gathering.mapped(FROM, List.of());

    assertThat(gathering.isUnderWay(FROM)).isFalse();
  }
}
