package dev.kurir.outbox;

import static dev.kurir.outbox.Post.TELEGRAM;
import static dev.kurir.outbox.Post.XMPP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.owner.People;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow, broken and costly networks: who waits, for how long, and who does not. */
@Timeout(300)
class PatienceIT {
  private static TestDatabase database;

  private final PinnedClock clock = new PinnedClock("2026-03-01T12:00:00Z");
  private final People people = new People(database);
  private final List<Post> posts = new ArrayList<>();
  private OwnerId sari;
  private BotId telegram;
  private ContactId darma;
  private ContactId budi;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void people() {
    database.clear();
    sari = people.owner("sari");
    people.pair(sari, people.bot(sari, "line", "master"), "Usari");
    telegram = people.bot(sari, "telegram", "partner");
    darma = people.contact(sari, telegram, new Address("darma"));
    budi = people.contact(sari, telegram, new Address("budi"));
  }

  @AfterEach
  void close() {
    posts.forEach(Post::stop);
  }

  @Test
  void aChatGetsItsMessagesAtItsPaceAndHoldsNoOther() throws SQLException {
    Post post = post();
    post.rules.paces.put(new Address("darma"), new Pace.Rate(1, Duration.ofSeconds(1)));
    post.write(TELEGRAM, sari, darma, "1", "2", "3");
    post.write(TELEGRAM, sari, budi, "4", "5", "6");
    post.settle();
    assertThat(post.telegram.shown("darma")).containsExactly("1");
    assertThat(post.telegram.shown("budi")).containsExactly("4", "5", "6");

    clock.advance(Duration.ofMillis(900));
    post.tick();
    assertThat(post.telegram.shown("darma")).containsExactly("1");

    clock.advance(Duration.ofMillis(100));
    post.tick();
    assertThat(post.telegram.shown("darma")).containsExactly("1", "2");
    assertThat(database.rows("SELECT * FROM waiting")).as("it waits in memory").isEmpty();
  }

  @Test
  void whatWaitedWhileNothingWasSentDoesNotGoFasterAfterwards() throws SQLException {
    Post post = post();
    post.rules.paces.put(new Address("darma"), new Pace.Rate(20, Duration.ofMinutes(1)));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    clock.advance(Duration.ofMinutes(10));
    post.write(TELEGRAM, sari, darma, "2", "3", "4");
    post.tick();
    assertThat(post.telegram.shown("darma")).containsExactly("1", "2");
    clock.advance(Duration.ofSeconds(3));
    post.tick();
    assertThat(post.telegram.shown("darma")).containsExactly("1", "2", "3");
  }

  @Test
  void aBlockedContactIsPausedUntilTheyWriteAgain() throws SQLException {
    Post post = post();
    post.telegram.script("darma", always(new Outcome.Rejected("blocked", Meaning.CONTACT_GONE)));
    List<MessageId> first = post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    post.write(TELEGRAM, sari, darma, "2");
    post.settle();
    assertThat(post.telegram.handed).as("the second is not even tried").hasSize(1);
    assertThat(states()).containsExactly("dead", "dead");
    assertThat(post.line.shown("Usari"))
        .hasSize(2)
        .first()
        .asString()
        .contains("blocked", "until they write again", "/retry " + first.get(0));
    assertThat(database.rows("SELECT paused_reason FROM contact WHERE paused_reason IS NOT NULL"))
        .containsExactly("blocked");

    Post after = restarted(post);
    after.write(TELEGRAM, sari, darma, "3");
    after.settle();
    assertThat(after.telegram.handed).isEmpty();

    after.outbox.heard(ConversationId.with(darma));
    after.settle();
    after.write(TELEGRAM, sari, darma, "4");
    after.settle();
    assertThat(after.telegram.shown("darma")).containsExactly("4");
    assertThat(database.rows("SELECT id FROM contact WHERE paused_reason IS NOT NULL")).isEmpty();
  }

  @Test
  void theOwnerMayTryAPausedContactAllTheSame() throws SQLException {
    Post post = post();
    post.telegram.script("darma", always(new Outcome.Rejected("blocked", Meaning.CONTACT_GONE)));
    List<MessageId> first = post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    post.append(List.of(post.deadLetters.again(first.get(0), sari)));
    post.settle();
    assertThat(post.telegram.shown("darma")).containsExactly("1");
  }

  @Test
  void aRefusedBotWaitsWithItsMessagesAndItsOwnerIsToldOnce() throws SQLException {
    Post post = post();
    Outcome revoked = new Outcome.Rejected("Unauthorized", Meaning.BOT_REVOKED);
    post.telegram.script("darma", always(revoked));
    post.telegram.script("budi", always(revoked));
    post.write(TELEGRAM, sari, darma, "1");
    post.write(TELEGRAM, sari, budi, "2");
    post.settle();
    assertThat(post.telegram.handed).as("nothing else is tried by this bot").hasSize(1);
    clock.advance(Duration.ofMinutes(5));
    post.tick();
    assertThat(post.telegram.handed).hasSize(2);
    assertThat(post.line.shown("Usari"))
        .singleElement()
        .asString()
        .contains("Telegram", "bot " + telegram, "Unauthorized");
    assertThat(states()).isEmpty();

    clock.advance(Duration.ofMinutes(5));
    post.tick();
    clock.advance(Duration.ofMinutes(5));
    post.tick();
    assertThat(post.telegram.shown("darma")).containsExactly("1");
    assertThat(post.telegram.shown("budi")).containsExactly("2");
    assertThat(database.rows("SELECT * FROM alarm")).as("it may be told again").isEmpty();
  }

  @Test
  void aPauseThatANetworkAskedForOutlivesARestart() throws SQLException {
    Post post = post();
    post.telegram.script(
        "darma", always(new Outcome.RetryLater(Duration.ofSeconds(30), Scope.BOT, "429")));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    Post after = restarted(post);
    after.write(TELEGRAM, sari, budi, "2");
    clock.advance(Duration.ofSeconds(29));
    after.tick();
    assertThat(after.telegram.handed).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    after.tick();
    assertThat(after.telegram.delivered()).isEqualTo(2);
  }

  @Test
  void aDeadNetworkIsProbedByOneAtATimeUntilItAnswers() throws SQLException {
    Post post = post();
    BotId xmpp = people.bot(sari, "xmpp", "partner");
    List<ContactId> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(people.contact(sari, xmpp, new Address("many" + i)));
      post.xmpp.script(
          "many" + i,
          always(new Outcome.RetryLater(null, Scope.NETWORK, "unreachable")),
          always(new Outcome.RetryLater(null, Scope.NETWORK, "unreachable")));
      post.write(XMPP, sari, many.get(i), "1");
    }
    post.round(XMPP);
    post.end();
    int before = post.xmpp.handed.size();
    post.settle();
    assertThat(post.xmpp.handed).hasSize(before);

    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofMinutes(10));
      post.round(XMPP);
      assertThat(post.underWay()).as("one probe").isEqualTo(1);
      post.end();
      post.round(XMPP);
      assertThat(post.underWay()).isZero();
    }
    while (post.xmpp.delivered() < 40) {
      clock.advance(Duration.ofMinutes(10));
      post.tick();
    }
    assertThat(states()).hasSize(40).containsOnly("delivered");
  }

  @Test
  void aClockThatIsSetNeitherHoldsNorHurries() throws SQLException {
    long[] ticker = {0};
    Post post = new Post(database, clock, () -> ticker[0]);
    posts.add(post);
    post.telegram.script(
        "darma", always(new Outcome.RetryLater(Duration.ofSeconds(10), Scope.CONVERSATION, "x")));
    clock.advance(Duration.ofHours(2));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    clock.advance(Duration.ofHours(-2));
    ticker[0] += Duration.ofSeconds(9).toNanos();
    post.tick();
    assertThat(post.telegram.delivered()).isZero();
    ticker[0] += Duration.ofSeconds(1).toNanos();
    post.tick();
    assertThat(post.telegram.shown("darma")).containsExactly("1");
  }

  @Test
  void aClockThatIsSetBackWhileKurirIsDownHoldsNothing() throws SQLException {
    Post post = post();
    Outcome later = new Outcome.RetryLater(Duration.ofSeconds(10), Scope.BOT, "429");
    clock.advance(Duration.ofHours(2));
    post.telegram.script("darma", always(later));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    post.stop();
    clock.advance(Duration.ofHours(-2));
    Post after = post();
    after.tick();
    clock.advance(Duration.ofSeconds(9));
    after.tick();
    assertThat(after.telegram.handed).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    after.tick();
    assertThat(after.telegram.shown("darma")).containsExactly("1");
  }

  @Test
  void upToFiveWaitingTextsGoInOneRequest() throws SQLException {
    Post post = post();
    post.settle();
    post.tell(sari, "1", "2", "3", "4", "5", "6", "7");
    post.settle();
    assertThat(post.line.handed).extracting(d -> d.items().size()).containsExactly(5, 2);
    assertThat(post.line.shown("Usari")).containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(states()).hasSize(7).containsOnly("delivered");
    assertThat(database.rows("SELECT event, items FROM attempt ORDER BY items"))
        .containsExactly("started|2", "started|5");
  }

  @Test
  void whatWentTogetherIsRepeatedTogetherWithTheSameKey() throws SQLException {
    Post post = post();
    post.line.script("Usari", later());
    post.tell(sari, "1", "2");
    post.settle();
    post.tell(sari, "3");
    Post after = restarted(post);
    clock.advance(Duration.ofMinutes(1));
    after.tick();

    Dispatch first = post.line.handed.get(0);
    Dispatch again = after.line.handed.get(0);
    assertThat(again.items()).isEqualTo(first.items());
    assertThat(again.retryKey()).isEqualTo(first.retryKey());
    assertThat(after.line.shown("Usari")).containsExactly("1", "2", "3");
  }

  @Test
  void whatWasUnderWayTogetherIsRepeatedTogetherAfterACrash() throws SQLException {
    Post post = post();
    post.rules.permit("Usari", "token");
    post.tell(sari, "1", "2");
    post.round();
    post.tell(sari, "3");
    post.die();
    Post after = restarted(null);
    after.rules.permit("Usari", "another");
    after.tick();

    Dispatch first = post.line.handed.get(0);
    Dispatch again = after.line.handed.get(0);
    assertThat(first.permit()).isEqualTo("token");
    assertThat(first.repeated()).isFalse();
    assertThat(again.items()).isEqualTo(first.items());
    assertThat(again.permit()).isEqualTo("token");
    assertThat(again.repeated()).isTrue();
    assertThat(after.line.handed.get(1).permit()).isEqualTo("another");
    assertThat(after.line.shown("Usari")).containsExactly("1", "2", "3");
  }

  @Test
  void aPermitIsUsedOnceAndTheRepeatGoesWithoutIt() throws SQLException {
    Post post = post();
    post.rules.permit("Usari", "token");
    post.rules.permit("Usari", "later");
    post.line.script(
        "Usari", always(new Outcome.RetryLater(Duration.ZERO, Scope.CONVERSATION, "refused")));
    post.tell(sari, "1");
    post.settle();
    post.tick();
    assertThat(post.line.handed).extracting(Dispatch::permit).containsExactly("token", null);
  }

  /** The network knows the key: what is added to the request would count as sent with it. */
  @Test
  void whatWasUnderWayAloneIsRepeatedAloneAfterACrash() throws SQLException {
    Post post = post();
    post.tell(sari, "1");
    post.round();
    post.tell(sari, "2", "3");
    post.die();
    Post after = restarted(null);
    after.tick();

    Dispatch first = post.line.handed.get(0);
    Dispatch again = after.line.handed.get(0);
    assertThat(again.retryKey()).isEqualTo(first.retryKey());
    assertThat(again.items()).isEqualTo(first.items());
    assertThat(after.line.handed).as("the others go together").hasSize(2);
    assertThat(after.line.shown("Usari")).containsExactly("1", "2", "3");
  }

  @Test
  void whatHadWaitedAndWasUnderWayAloneIsRepeatedAloneAfterACrash() throws SQLException {
    Post post = post();
    post.line.script("Usari", later());
    post.tell(sari, "1", "2");
    post.settle();
    clock.advance(Duration.ofMinutes(1));
    post.tick();
    post.line.script("Usari", later());
    post.tell(sari, "3");
    post.settle();
    clock.advance(Duration.ofMinutes(1));
    post.outbox.lookEverywhere("line");
    post.round();
    post.tell(sari, "4", "5");
    post.die();
    Post after = restarted(null);
    after.tick();

    Dispatch last = post.line.handed.get(post.line.handed.size() - 1);
    assertThat(last.items()).hasSize(1);
    assertThat(after.line.handed.get(0).items()).isEqualTo(last.items());
    assertThat(after.line.shown("Usari")).containsExactly("3", "4", "5");
  }

  @Test
  void ofSeveralThatWereRefusedTogetherEachGoesAlone() throws SQLException {
    Post post = post();
    post.settle();
    post.line.script("Usari", always(new Outcome.Rejected("bad", Meaning.MESSAGE)));
    post.tell(sari, "1", "2", "3");
    post.settle();
    assertThat(post.line.handed).extracting(d -> d.items().size()).containsExactly(3, 1, 1, 1);
    assertThat(post.line.shown("Usari")).containsExactly("1", "2", "3");
  }

  @Test
  void whatIsOverQuotaWaitsLongerThanOneTriesAndGoesWhenTheOtherSideWrites() throws SQLException {
    Post post = post();
    post.line.script(
        "Usari",
        d -> new Outcome.OverQuota(clock.instant().plus(Duration.ofHours(20)), "used up"),
        d -> new Outcome.OverQuota(clock.instant().plus(Duration.ofHours(20)), "used up"));
    post.tell(sari, "1");
    post.settle();
    clock.advance(Duration.ofHours(20));
    post.tick();
    clock.advance(Duration.ofHours(10));
    post.tick();
    assertThat(post.line.handed).hasSize(2);
    assertThat(states()).isEmpty();
    post.outbox.heard(ConversationId.masterOf(sari));
    post.settle();
    assertThat(post.line.shown("Usari")).containsExactly("1");
  }

  @Test
  void aBotThatCrawlsLeavesRoomForOthers() throws SQLException {
    Post post = post();
    BotId slow = people.bot(sari, "xmpp", "partner");
    BotId quick = people.bot(sari, "xmpp", "partner");
    post.xmpp.script(
        "slow0", always(new Outcome.RetryLater(Duration.ofMinutes(1), Scope.BOT, "429")));
    ContactId first = people.contact(sari, slow, new Address("slow0"));
    post.write(XMPP, sari, first, "0");
    post.settle();
    String[] texts = IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
    for (int i = 1; i <= 120; i++) {
      post.write(XMPP, sari, people.contact(sari, slow, new Address("slow" + i)), texts);
    }
    post.settle();
    post.write(XMPP, sari, people.contact(sari, quick, new Address("quick")), "1");
    post.tick();
    post.tick();
    assertThat(post.xmpp.shown("quick")).containsExactly("1");

    clock.advance(Duration.ofMinutes(1));
    while (post.xmpp.delivered() < 12_002) {
      post.tick();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(post.xmpp.shown("slow120")).containsExactly(texts);
  }

  private List<String> states() {
    return database.rows(
        "SELECT state FROM receipt r WHERE EXISTS (SELECT 1 FROM outbox o"
            + " WHERE o.id = r.outbox_id AND o.ledger <> 'control') ORDER BY outbox_id");
  }

  private static Function<Dispatch, Outcome> always(Outcome outcome) {
    return dispatch -> outcome;
  }

  private static Function<Dispatch, Outcome> later() {
    return always(new Outcome.RetryLater(Duration.ofSeconds(30), Scope.CONVERSATION, "try again"));
  }

  private Post post() {
    Post post = new Post(database, clock);
    posts.add(post);
    return post;
  }

  private Post restarted(Post before) {
    if (before != null) {
      before.stop();
    }
    return post();
  }
}
