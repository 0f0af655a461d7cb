package dev.kurir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.community.Letter;
import dev.kurir.community.MailboxPage.Gap;
import dev.kurir.community.Person;
import dev.kurir.component.Transfer.Result;
import dev.kurir.message.OwnerId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a mailbox is handed over. */
class FollowerTest {
  private static final Addressing AT = new Addressing("im.example");
  private static final Link LINK =
      new Link(new Person(new OwnerId(1_000_000_001), "ani"), "ani@x.example");

  private final RecordingWire wire = new RecordingWire();
  private final Occupants occupants = new Occupants();
  private final List<Long> progress = new ArrayList<>();
  private final List<String> news = new ArrayList<>();
  private final AtomicInteger underway = new AtomicInteger();
  private final Wording wording = new Wording(AT, occupants, Clock.systemUTC());
  private final Follower follower =
      new Follower(
          LINK,
          progress::add,
          wire,
          underway,
          letter -> wording.of(LINK, letter),
          (event, data) -> news.add(event));

  private static Letter letter(long number) {
    return new Letter(number, "budi", null, "x", Instant.now(), false);
  }

  @Test
  void progressIsWhatWasTakenWithoutAHole() {
    follower.letter(letter(1));
    follower.letter(letter(2));
    follower.letter(letter(3));
    wire.end(1, Result.DONE);
    assertThat(progress).isEmpty();
    wire.end(0, Result.DONE);
    assertThat(progress).containsExactly(2L);
    wire.end(2, Result.UNKNOWN);

    assertThat(progress).containsExactly(2L);
    assertThat(follower.hasRoom()).isFalse();
    assertThat(follower.isOver()).isTrue();
    follower.letter(letter(4));
    assertThat(wire.sent).hasSize(3);
  }

  @Test
  void aGapIsPassedWithWhatIsBeforeIt() {
    follower.letter(letter(1));
    follower.gap(new Gap(2, 5, "unused"));
    assertThat(progress).isEmpty();
    wire.end(0, Result.DONE);

    assertThat(progress).containsExactly(5L);
  }

  @Test
  void whatCanNeverBeSentHoldsUpNothing() {
    follower.letter(letter(1));
    follower.letter(letter(2));
    wire.end(0, Result.INVALID);
    wire.end(1, Result.DONE);

    assertThat(progress).last().isEqualTo(2L);
    assertThat(follower.isOver()).isFalse();
  }

  @Test
  void anotherOpeningOfTheStreamEndsIt() {
    follower.letter(letter(1));
    wire.openings++;
    follower.letter(letter(2));

    assertThat(wire.sent).hasSize(1);
    assertThat(follower.isOver()).as("the first may still be taken").isFalse();
    wire.end(0, Result.DISCONNECTED);
    assertThat(follower.isOver()).isTrue();
    assertThat(progress).isEmpty();
  }

  @Test
  void aHundredAreUnderwayAtMost() {
    for (int i = 1; i <= 100; i++) {
      assertThat(follower.hasRoom()).isTrue();
      follower.letter(letter(i));
    }

    assertThat(follower.hasRoom()).isFalse();
    assertThat(underway.get()).isEqualTo(100);
    wire.end(0, Result.DONE);
    assertThat(follower.hasRoom()).isTrue();
  }

  @Test
  void whatAStoppedOneLearnsDoesNotCount() {
    follower.letter(letter(1));
    follower.stop();
    wire.end(0, Result.DONE);

    assertThat(progress).isEmpty();
    assertThat(underway.get()).isZero();
  }

  @Test
  void newsArePassedOn() {
    follower.news("presence", "x");

    assertThat(news).containsExactly("presence");
  }

  @Test
  void aLetterOfACircleGoesToWhoLooksAtItElseToThePerson() {
    Letter letter = new Letter(7, "budi", "kebun", "halo", Instant.EPOCH, false);
    follower.letter(letter);
    assertThat(wire.sent.get(0).to()).contains("ani@x.example");
    assertThat(wire.sent.get(0).from()).contains("#kebun@im.example");
    assertThat(Correspondence.text(wire.sent.get(0))).contains("budi: halo");

    occupants.enter("kebun", Jid.of("ani@x.example/a"), LINK.person().id());
    occupants.enter("kebun", Jid.of("ani@x.example/b"), LINK.person().id());
    occupants.enter("kebun", Jid.of("c@x.example/c"), new OwnerId(1_000_000_002));
    follower.letter(letter);
    assertThat(wire.sent.subList(1, 3))
        .allSatisfy(
            stanza -> {
              assertThat(stanza.type()).contains("groupchat");
              assertThat(stanza.from()).contains("#kebun@im.example/budi");
              assertThat(stanza.id()).contains("n7");
              assertThat(stanza.element().child("delay", Names.DELAY)).isPresent();
            })
        .extracting(stanza -> stanza.to().orElseThrow())
        .containsExactly("ani@x.example/a", "ani@x.example/b");
  }
}
