package dev.kurir.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.LineSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the judge calls lost, doubled and out of order, and what it excuses. */
class VerdictTest {
  private final Ledger ledger = new Ledger();
  private final LineSandbox line = LineSandbox.start(0);
  private final List<String> written = new ArrayList<>();
  private Talk talk;

  /** Somebody whose texts a test shows by itself. */
  private final class Friend implements Person {
    @Override
    public String address() {
      return "Telegram friend";
    }

    @Override
    public String chat() {
      return "17";
    }

    @Override
    public boolean online() {
      return true;
    }

    @Override
    public void says(String text) {
      written.add(text);
    }
  }

  @BeforeEach
  void meet() {
    LineBot bot = line.addBot("bot");
    Owner owner = new Owner("sari", line.addUser("Sari"), bot);
    talk = ledger.talk(Town.TELEGRAM, owner, new Friend());
  }

  @AfterEach
  void stop() {
    line.close();
  }

  private void partnerWrites(int messages) throws Exception {
    for (int i = 0; i < messages; i++) {
      ledger.write(talk, Direction.TO_OWNER, new Random(i));
    }
  }

  private void ownerSees(int number) {
    ledger.shown(Direction.TO_OWNER, talk.owner.chat(), "Telegram\nFriend\n" + written.get(number));
  }

  private Verdict verdict() {
    return new Verdict(ledger, List.of(), note -> false);
  }

  @Test
  void whatArrivesOnceAndInOrderIsFlawless() throws Exception {
    partnerWrites(3);
    ownerSees(0);
    ownerSees(1);
    ownerSees(2);

    assertThat(verdict().flawless()).isTrue();
    assertThat(ledger.open()).isZero();
  }

  @Test
  void whatIsNeitherShownNorToldOfIsLost() throws Exception {
    partnerWrites(3);
    ownerSees(0);
    ledger.told(written.get(1), "dead");

    assertThat(ledger.open()).isEqualTo(1);
    assertThat(verdict().total.lost()).isEqualTo(1);
    assertThat(verdict().failures).containsExactly("lost Telegram [0>2]");
  }

  @Test
  void whatIsShownTwiceIsDuplicatedUnlessItWasReportedUncertain() throws Exception {
    partnerWrites(2);
    for (int i = 0; i < 2; i++) {
      ownerSees(0);
      ownerSees(1);
    }
    ledger.told(written.get(1), "uncertain");

    assertThat(verdict().total.duplicated()).isEqualTo(1);
    assertThat(verdict().total.uncertain()).isEqualTo(1);
    assertThat(verdict().failures).containsExactly("shown 2 times Telegram [0>0]");
  }

  @Test
  void whatAnXmppServerTookTwiceMayBeShownTwice() throws Exception {
    partnerWrites(1);
    ownerSees(0);
    ownerSees(0);
    ledger.taken(ledger.find(written.get(0)), 2);

    assertThat(verdict().flawless()).isTrue();
  }

  @Test
  void whatComesAfterALaterOneIsReorderedUnlessThatOneOvertookOnItsWayIn() throws Exception {
    partnerWrites(4);
    ownerSees(0);
    ownerSees(2);
    ownerSees(1);
    ownerSees(3);

    assertThat(verdict().failures).containsExactly("out of order Telegram [0>1]");
    assertThat(new Verdict(ledger, List.of(), note -> note.number == 2).flawless()).isTrue();
  }

  @Test
  void whatSomebodyElseIsShownIsAFailure() throws Exception {
    partnerWrites(1);
    ownerSees(0);
    ledger.shown(Direction.TO_OWNER, "another chat", written.get(0));

    assertThat(verdict().failures).containsExactly("Telegram [0>0] shown to somebody else");
  }

  @Test
  void aMessageCountsForTheFirstFaultThatItMet() throws Exception {
    partnerWrites(1);
    ownerSees(0);
    Happened kill = new Happened(FaultKind.KILL_KURIR, 0, ledger.now() + 1_000, "");
    Happened later = new Happened(FaultKind.RESETS, 0, ledger.now() + 2_000, "");
    Verdict verdict = new Verdict(ledger, List.of(kill, later), note -> false);

    assertThat(verdict.byFault().get(FaultKind.KILL_KURIR).messages()).isEqualTo(1);
    assertThat(verdict.byFault().get(FaultKind.RESETS).messages()).isZero();
    assertThat(verdict.quiet().messages()).isZero();
  }

  @Test
  void anArchiveReplacesWhatWasSeenLive() throws Exception {
    ledger.write(talk, Direction.TO_PARTNER, new Random(1));
    ledger.write(talk, Direction.TO_PARTNER, new Random(2));
    ledger.shown(Direction.TO_PARTNER, "17", "[0<1] live only");
    ledger.shown(Direction.TO_PARTNER, "17", "[0<1] and again");
    assertThat(ledger.open()).isEqualTo(1);

    ledger.archived(talk, List.of("[0<0] a", "[0<1] b"));

    assertThat(ledger.open()).isZero();
    assertThat(verdict().flawless()).isTrue();
  }
}
