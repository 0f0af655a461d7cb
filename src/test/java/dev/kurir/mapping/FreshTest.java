package dev.kurir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FreshTest {
  private static final NetworkName LINE = new NetworkName("line");
  private static final Lane LANE = new Lane(3);
  private static final Lane OTHER = new Lane(4);

  private final Fresh fresh = new Fresh();

  @Test
  void whatLiesBeforeTheFirstMessageIsUnknown() {
    offer(10);

    assertThat(next()).isEmpty();
  }

  @Test
  void whatFollowsTheCursorIsGivenOut() {
    offer(10);
    mapUpTo(10);
    offer(12, 15);

    assertThat(next()).contains(new Given(10, List.of(12L, 15L)));
  }

  @Test
  void whatWasReadFromTheInboxIsNotGivenOut() {
    offer(10, 12);
    mapUpTo(12);
    offer(13);

    assertThat(next()).contains(new Given(12, List.of(13L)));
  }

  @Test
  void whatIsOfferedAfterItWasReadIsNotGivenOut() {
    offer(10);
    mapUpTo(12);
    offer(12);
    offer(13);

    assertThat(next()).contains(new Given(12, List.of(13L)));
  }

  @Test
  void nothingIsGivenOutTwice() {
    offer(10);
    mapUpTo(10);
    offer(11);
    next();
    fresh.moved(LINE, LANE, 11);

    assertThat(next()).contains(new Given(11, List.of()));
    assertThat(fresh.holds(LINE, LANE)).isFalse();
  }

  @Test
  void whatWasGivenOutAndNotStoredMustBeRead() {
    offer(10);
    mapUpTo(10);
    offer(11);
    next();
    offer(12);

    assertThat(next()).isEmpty();
  }

  @Test
  void noMoreThanTheLimitIsGivenOut() {
    offer(10);
    mapUpTo(10);
    offer(11, 12, 13);

    assertThat(fresh.next(LINE, LANE, 2)).get().extracting(n -> n.messages().size()).isEqualTo(2);
    fresh.moved(LINE, LANE, 12);
    assertThat(fresh.holds(LINE, LANE)).isTrue();
    assertThat(next()).contains(new Given(12, List.of(13L)));
  }

  @Test
  void aDoubtfulLaneIsReadOnce() {
    offer(10);
    mapUpTo(10);
    offer(11);
    fresh.doubt(LINE, LANE);

    assertThat(next()).isEmpty();
    assertThat(fresh.holds(LINE, LANE)).isFalse();
  }

  @Test
  void afterAGapTheLaneIsReadUntilTheGapIsMapped() {
    offer(10);
    mapUpTo(10);
    fresh.miss();
    offer(12);

    assertThat(next()).isEmpty();
    offer(13);
    assertThat(next()).isEmpty();
    fresh.moved(LINE, LANE, 13);
    offer(14);
    assertThat(next()).contains(new Given(13, List.of(14L)));
  }

  @Test
  void whatAnotherEngineHasMappedIsNotLookedForAgainAndAgain() {
    offer(10);
    mapUpTo(10);
    offer(11, 12, 13);
    fresh.next(LINE, LANE, 1);
    fresh.doubt(LINE, LANE);

    assertThat(next()).isEmpty();
    assertThat(fresh.holds(LINE, LANE)).isFalse();
    offer(14);
    assertThat(next()).isEmpty();
    fresh.moved(LINE, LANE, 14);
    offer(15);
    assertThat(next()).contains(new Given(14, List.of(15L)));
  }

  @Test
  void moreThanTheBoundMustBeRead() {
    offer(10);
    mapUpTo(10);
    offer(LongStream.range(11, 12 + Fresh.BOUND).toArray());

    assertThat(next()).isEmpty();
    long last = 11 + Fresh.BOUND;
    fresh.moved(LINE, LANE, last);
    offer(last + 1);
    assertThat(next()).contains(new Given(last, List.of(last + 1)));
  }

  @Test
  void aLaneKnowsNothingOfAnother() {
    offer(10);
    mapUpTo(10);

    assertThat(fresh.next(LINE, OTHER, 100)).isEmpty();
    assertThat(fresh.next(new NetworkName("xmpp"), LANE, 100)).isEmpty();
  }

  private record Given(long cursor, List<Long> ids) {}

  private Optional<Given> next() {
    return fresh
        .next(LINE, LANE, 1000)
        .map(
            next ->
                new Given(
                    next.cursor(),
                    next.messages().stream().map(message -> message.id().value()).toList()));
  }

  /** The lane is read from the inbox up to there, and mapped. */
  private void mapUpTo(long id) {
    next();
    fresh.moved(LINE, LANE, id);
  }

  private void offer(long... ids) {
    fresh.offer(Arrays.stream(ids).mapToObj(FreshTest::message).toList());
  }

  private static InboxMessage message(long id) {
    return new InboxMessage(
        new MessageId(id),
        LocalDate.parse("2026-03-01"),
        1,
        LINE,
        false,
        new OwnerId(LANE.number()),
        new BotId(1),
        new Address("Usari"),
        null,
        null,
        "text",
        "halo",
        null);
  }
}
