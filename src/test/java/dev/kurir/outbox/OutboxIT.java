package dev.kurir.outbox;

import static dev.kurir.outbox.Post.TELEGRAM;
import static dev.kurir.outbox.Post.XMPP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.MessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.People;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class OutboxIT {
  private static TestDatabase database;

  private final PinnedClock clock = new PinnedClock("2026-03-01T12:00:00Z");
  private final People people = new People(database);
  private final List<Post> posts = new ArrayList<>();
  private OwnerId sari;
  private BotId telegram;
  private BotId master;
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
    master = people.bot(sari, "line", "master");
    people.pair(sari, master, "Usari");
    telegram = people.bot(sari, "telegram", "partner");
    darma = people.contact(sari, telegram, new Address("darma"));
    budi = people.contact(sari, telegram, new Address("budi"));
  }

  @AfterEach
  void close() {
    posts.forEach(Post::stop);
  }

  @Test
  void aConversationIsDeliveredInOrderOneMessageAtATime() throws SQLException {
    Post post = post();
    post.write(TELEGRAM, sari, darma, "1", "2", "3");
    post.round();
    post.round();
    assertThat(post.underWay()).isEqualTo(1);
    post.settle();

    assertThat(post.telegram.shown("darma")).containsExactly("1", "2", "3");
    assertThat(states())
        .containsExactly("delivered|1||sent-1", "delivered|1||sent-2", "delivered|1||sent-3");
  }

  @Test
  void aBotHasNoMoreRequestsUnderWayThanItsNetworkTakes() throws SQLException {
    Post post = post();
    post.write(TELEGRAM, sari, darma, "1");
    post.write(TELEGRAM, sari, budi, "2");
    post.round();

    assertThat(post.underWay()).isEqualTo(1);
    post.settle();
    assertThat(post.telegram.delivered()).isEqualTo(2);
  }

  @Test
  void aWaitingConversationHoldsNoOtherOfItsLane() throws SQLException {
    Post post = post();
    post.telegram.script("darma", later(Duration.ofMinutes(5), Scope.CONVERSATION));
    post.write(TELEGRAM, sari, darma, "1", "2");
    post.write(TELEGRAM, sari, budi, "3", "4");
    post.settle();

    assertThat(post.telegram.shown("budi")).containsExactly("3", "4");
    assertThat(post.telegram.shown("darma")).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    post.settle();
    assertThat(cursor()).isEqualTo(last("outbox"));
    clock.advance(Duration.ofMinutes(5));
    post.settle();
    assertThat(post.telegram.shown("darma")).containsExactly("1", "2");
    assertThat(database.rows("SELECT * FROM waiting")).isEmpty();
  }

  @Test
  void aRepeatedMessageIsHandedOverOnceAnAttempt() throws SQLException {
    Post post = post();
    post.telegram.script("darma", later(Duration.ofSeconds(3), Scope.CONVERSATION));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    clock.advance(Duration.ofSeconds(3));
    post.settle();
    post.tick();

    assertThat(post.telegram.handed).extracting(Dispatch::attempt).containsExactly(1, 2);
    assertThat(post.telegram.handed).extracting(Dispatch::repeated).containsExactly(false, false);
    assertThat(post.telegram.handed.get(0).retryKey())
        .isEqualTo(post.telegram.handed.get(1).retryKey());
    assertThat(states()).containsExactly("delivered|2||sent-1");
  }

  @Test
  void aPausedBotHoldsOnlyItsOwnConversations() throws SQLException {
    BotId other = people.bot(sari, "telegram", "partner");
    ContactId tono = people.contact(sari, other, new Address("tono"));
    Post post = post();
    post.telegram.script("darma", later(Duration.ofSeconds(30), Scope.BOT));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    post.write(TELEGRAM, sari, budi, "2");
    post.write(TELEGRAM, sari, tono, "3");
    post.settle();

    assertThat(post.telegram.shown("tono")).containsExactly("3");
    assertThat(post.telegram.handed).hasSize(2);
    clock.advance(Duration.ofSeconds(30));
    post.settle();
    assertThat(post.telegram.shown("darma")).containsExactly("1");
    assertThat(post.telegram.shown("budi")).containsExactly("2");
  }

  @Test
  void aPausedNetworkHoldsAllItsBots() throws SQLException {
    BotId other = people.bot(sari, "telegram", "partner");
    ContactId tono = people.contact(sari, other, new Address("tono"));
    Post post = post();
    post.telegram.script("darma", later(Duration.ofSeconds(30), Scope.NETWORK));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    post.write(TELEGRAM, sari, tono, "2");
    post.settle();

    assertThat(post.telegram.delivered()).isZero();
    clock.advance(Duration.ofSeconds(30));
    post.settle();
    assertThat(post.telegram.delivered()).isEqualTo(2);
  }

  @Test
  void retryTimesSurviveARestart() throws SQLException {
    Post before = post();
    before.telegram.script("darma", later(Duration.ofMinutes(10), Scope.CONVERSATION));
    before.write(TELEGRAM, sari, darma, "1", "2");
    before.settle();
    before.stop();
    Post after = post();
    clock.advance(Duration.ofMinutes(9));
    after.settle();
    assertThat(after.telegram.handed).isEmpty();

    clock.advance(Duration.ofMinutes(1));
    after.settle();

    assertThat(after.telegram.shown("darma")).containsExactly("1", "2");
    assertThat(after.telegram.handed).extracting(Dispatch::attempt).containsExactly(2, 1);
    assertThat(after.telegram.handed).extracting(Dispatch::repeated).containsOnly(false);
  }

  @Test
  void whatFailsForADayIsDeadAndItsOwnerIsToldOnce() throws SQLException {
    Post post = post();
    post.telegram.script("darma", repeat(40, later(Duration.ofHours(1), Scope.CONVERSATION)));
    MessageId id = post.write(TELEGRAM, sari, darma, "1").get(0);
    post.settle();
    for (int hour = 0; hour < 24; hour++) {
      assertThat(states()).isEmpty();
      clock.advance(Duration.ofHours(1));
      post.settle();
    }
    post.tick();

    assertThat(states()).startsWith("dead|25|gave up after 25 attempts: asked to wait|");
    assertThat(post.line.shown("Usari"))
        .containsExactly(
            "Not delivered to Telegram darma: gave up after 25 attempts: asked to wait\nSend it again: /retry "
                + id);
  }

  @Test
  void aRejectedMessageIsDeadAndItsOwnerIsToldOnce() throws SQLException {
    Post post = post();
    post.telegram.script("darma", reject("Forbidden: bot was blocked by the user"));
    MessageId id = post.write(TELEGRAM, sari, darma, "1", "2").get(0);
    post.settle();
    post.tick();

    assertThat(post.telegram.shown("darma")).containsExactly("2");
    assertThat(post.line.shown("Usari"))
        .containsExactly(
            "Not delivered to Telegram darma: Forbidden: bot was blocked by the user\nSend it again: /retry "
                + id);
    assertThat(database.rows("SELECT ledger FROM outbox WHERE network = 'line'"))
        .containsExactly("control");
  }

  @Test
  void anUncertainMessageIsNotSentAgainAndItsOwnerIsToldOnce() throws SQLException {
    Post post = post();
    post.telegram.script("darma", d -> new Outcome.Uncertain("Telegram did not answer"));
    MessageId id = post.write(TELEGRAM, sari, darma, "1").get(0);
    post.settle();
    post.tick();

    assertThat(post.telegram.handed).hasSize(1);
    assertThat(states()).startsWith("uncertain|1|Telegram did not answer|");
    assertThat(post.line.shown("Usari"))
        .containsExactly(
            "Perhaps not delivered to Telegram darma: Telegram did not answer\nIf it did not arrive, send it again: /retry "
                + id);
  }

  @Test
  void aReasonThatIsNoLineIsMadeOne() throws SQLException {
    Post post = post();
    post.telegram.script("darma", reject("bad\0\nTelegram\n(eve) " + "x".repeat(9_000)));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();

    assertThat(states().get(0)).hasSizeLessThan(600).startsWith("dead|1|bad Telegram (eve) xxx");
    assertThat(post.line.shown("Usari")).hasSize(1);
  }

  @Test
  @Timeout(30)
  void theFirstFailureOfANewDayIsSettled() throws SQLException {
    clock.advance(Duration.ofDays(400));
    Post post = post();
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    post.telegram.script("darma", reject("blocked"));
    post.write(TELEGRAM, sari, darma, "2");
    post.round();
    clock.advance(Duration.ofHours(12));
    post.settle();

    assertThat(post.line.shown("Usari")).hasSize(1);
    assertThat(database.rows("SELECT DISTINCT day FROM outbox ORDER BY day"))
        .containsExactly("2027-04-05", "2027-04-06");
  }

  @Test
  void messagesOfAnUnpairedOwnerWaitAndGoWhenTheyPair() throws SQLException {
    OwnerId wati = people.owner("wati");
    BotId bot = people.bot(wati, "line", "master");
    Post post = post();
    post.tell(wati, "1", "2");
    post.settle();
    for (int day = 0; day < 3; day++) {
      clock.advance(Duration.ofDays(1));
      post.settle();
    }
    assertThat(post.line.handed).isEmpty();

    people.pair(wati, bot, "Uwati");
    post.line.script("Uwati", later(Duration.ofSeconds(1), Scope.CONVERSATION));
    post.outbox.paired(wati);
    post.settle();
    assertThat(states()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    post.settle();

    assertThat(post.line.shown("Uwati")).containsExactly("1", "2");
  }

  @Test
  void aLongConversationArrivesInOrderAndOnce() throws SQLException {
    Post post = post();
    String[] texts = IntStream.range(0, 1_050).mapToObj(Integer::toString).toArray(String[]::new);
    post.write(TELEGRAM, sari, darma, texts);
    post.settle();

    assertThat(post.telegram.shown("darma")).containsExactly(texts);
    assertThat(post.telegram.handed).hasSize(texts.length);
    assertThat(post.telegram.handed).extracting(Dispatch::repeated).containsOnly(false);
    assertThat(database.rows("SELECT * FROM waiting")).isEmpty();
  }

  @Test
  void twelveThousandMessagesSettleExactlyOnceInTheirOrder() throws SQLException {
    int conversations = 300;
    int each = 40;
    List<ContactId> contacts = new ArrayList<>();
    List<OwnerId> owners = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      owners.add(people.owner("owner" + i));
    }
    for (int i = 0; i < conversations; i++) {
      OwnerId owner = owners.get(i % owners.size());
      BotId bot = i < owners.size() ? people.bot(owner, "xmpp", "partner") : null;
      int of =
          bot != null
              ? bot.value()
              : (int)
                  database.number(
                      "SELECT bot_id FROM contact WHERE owner_id = " + owner + " LIMIT 1");
      contacts.add(people.contact(owner, new BotId(of), new Address("c" + i)));
    }
    Post post = post();
    for (int n = 0; n < each; n += 10) {
      for (int i = 0; i < conversations; i++) {
        int from = n;
        post.write(
            XMPP,
            owners.get(i % owners.size()),
            contacts.get(i),
            IntStream.range(from, from + 10).mapToObj(Integer::toString).toArray(String[]::new));
      }
    }
    post.settle();

    String[] expected = IntStream.range(0, each).mapToObj(Integer::toString).toArray(String[]::new);
    for (int i = 0; i < conversations; i++) {
      assertThat(post.xmpp.shown("c" + i)).containsExactly(expected);
    }
    assertThat(post.xmpp.handed).hasSize(conversations * each);
    assertThat(database.number("SELECT count(*) FROM receipt WHERE state = 'delivered'"))
        .isEqualTo(conversations * each);
  }

  @Test
  void anAttemptWhoseEndNobodySawIsRepeatedKnowingly() throws SQLException {
    Post before = post();
    before.write(TELEGRAM, sari, darma, "1", "2");
    before.tell(sari, "3");
    before.round();
    before.die();
    Post after = post();
    after.settle();

    assertThat(after.telegram.handed).extracting(Dispatch::repeated).containsExactly(true, false);
    assertThat(after.line.handed).extracting(Dispatch::repeated).containsExactly(false);
    assertThat(after.line.handed.get(0).retryKey()).isEqualTo(before.line.handed.get(0).retryKey());
    assertThat(after.telegram.shown("darma")).containsExactly("1", "2");
    assertThat(after.telegram.handed.get(0).retryKey())
        .isEqualTo(before.telegram.handed.get(0).retryKey());
  }

  @Test
  void anUnseenEndIsRememberedAlsoAfterAnAttemptThatFailed() throws SQLException {
    Post before = post();
    before.write(TELEGRAM, sari, darma, "1");
    before.round();
    before.die();
    Post after = post();
    after.telegram.script(
        "darma",
        later(Duration.ofSeconds(1), Scope.CONVERSATION),
        later(Duration.ofSeconds(1), Scope.CONVERSATION));
    for (int i = 0; i < 3; i++) {
      after.settle();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(after.telegram.handed).extracting(Dispatch::repeated).containsOnly(true).hasSize(3);
  }

  @Test
  void brokenConnectionsLoseAndDoubleNothing() throws SQLException {
    Post post = post();
    String[] texts = IntStream.range(0, 120).mapToObj(Integer::toString).toArray(String[]::new);
    post.write(TELEGRAM, sari, darma, texts);
    post.write(TELEGRAM, sari, budi, texts);
    for (int i = 0; states().size() < 240; i++) {
      try {
        if (i % 7 == 3) {
          database.cut();
        }
        post.round();
        if (i % 7 == 5) {
          database.cut();
        }
        post.end();
      } catch (SQLException broken) {
        post.end();
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(post.telegram.shown("darma")).containsExactly(texts);
    assertThat(post.telegram.shown("budi")).containsExactly(texts);
    assertThat(post.telegram.handed).hasSize(240);
  }

  @Test
  void aRoundThatFailsWhileItChoosesHoldsNothingUp() throws SQLException {
    Post post = post();
    BotId xmpp = people.bot(sari, "xmpp", "partner");
    ContactId known = people.contact(sari, xmpp, new Address("known"));
    ContactId unknown = people.contact(sari, xmpp, new Address("unknown"));
    post.write(XMPP, sari, known, "1");
    post.settle();
    post.write(XMPP, sari, known, "2");
    post.write(XMPP, sari, unknown, "3");
    database.execute("ALTER TABLE contact RENAME TO contact_away");
    try {
      assertThatThrownBy(() -> post.round(XMPP)).isInstanceOf(SQLException.class);
    } finally {
      database.execute("ALTER TABLE contact_away RENAME TO contact");
    }
    while (post.xmpp.shown("unknown").isEmpty()) {
      clock.advance(Duration.ofSeconds(1));
      post.tick();
    }

    assertThat(post.xmpp.shown("known")).containsExactly("1", "2");
    assertThat(post.xmpp.shown("unknown")).containsExactly("3");
  }

  @Test
  void aSecondOutboxHandsOverNothingUntilTheFirstCloses() throws SQLException {
    Post first = post();
    first.settle();
    Post second = post();
    second.write(TELEGRAM, sari, darma, "1");
    second.tick();
    assertThat(second.telegram.handed).isEmpty();

    first.stop();
    while (second.telegram.handed.isEmpty()) {
      clock.advance(Duration.ofSeconds(1));
      second.tick();
    }

    assertThat(first.telegram.handed).isEmpty();
    assertThat(second.telegram.shown("darma")).containsExactly("1");
  }

  @Test
  void aMessageOfANodeWhoseClockIsStillYesterdayIsDelivered() throws SQLException {
    PinnedClock ahead = new PinnedClock("2026-03-02T00:00:01Z");
    PinnedClock behind = new PinnedClock("2026-03-01T23:59:59Z");
    Post first = new Post(database, ahead);
    posts.add(first);
    Post second = new Post(database, behind);
    posts.add(second);
    first.write(TELEGRAM, sari, darma, "1");
    first.settle();
    second.write(TELEGRAM, sari, darma, "2");
    first.tick();

    assertThat(first.telegram.shown("darma")).containsExactly("1", "2");
  }

  @Test
  void whatWasAppendedHereIsNotReadAgain() throws SQLException {
    Post post = post();
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();
    post.write(TELEGRAM, sari, darma, "2");
    database.execute("DELETE FROM outbox WHERE text = '2'");
    post.settle();

    assertThat(post.telegram.shown("darma")).containsExactly("1", "2");
  }

  @Test
  void cursorsMoveOnlyToWhatIsSettled() throws SQLException {
    Post post = post();
    MessageId first = post.write(TELEGRAM, sari, darma, "1").get(0);
    post.write(TELEGRAM, sari, budi, "2");
    post.round();
    clock.advance(Duration.ofSeconds(1));
    post.round();
    assertThat(cursor()).isLessThan(first.value());
    post.settle();
    clock.advance(Duration.ofSeconds(1));
    post.settle();

    assertThat(cursor()).isEqualTo(last("outbox"));
  }

  @Test
  void stoppingSavesWhatHasEnded() throws SQLException {
    Post post = post();
    post.write(TELEGRAM, sari, darma, "1", "2");
    post.round();
    post.end();
    database.cutAndForget();
    post.stop();

    assertThat(states()).containsExactly("delivered|1||sent-1");
    Post after = post();
    after.settle();
    assertThat(after.telegram.shown("darma")).containsExactly("2");
  }

  @Test
  void anErasedMessageIsNotSentAgain() throws SQLException {
    Post post = post();
    post.telegram.script("darma", reject("blocked"));
    MessageId dead = post.write(TELEGRAM, sari, darma, "1").get(0);
    post.settle();
    database.execute("UPDATE outbox SET text = '', erased_at = now() WHERE id = " + dead);

    assertThatThrownBy(() -> post.deadLetters.redrive(dead))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("id: " + dead + " is erased (expected: a message that has its text)");
  }

  @Test
  void aDeadMessageIsSentAgainOnce() throws SQLException {
    Post post = post();
    post.telegram.script("darma", reject("blocked"));
    MessageId dead = post.write(TELEGRAM, sari, darma, "1").get(0);
    post.settle();
    MessageId again = post.deadLetters.redrive(dead);
    post.settle();

    assertThat(post.telegram.shown("darma")).containsExactly("1");
    assertThatThrownBy(() -> post.deadLetters.redrive(dead))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("id: " + dead + " was sent again already (expected: each message once)");
    assertThatThrownBy(() -> post.deadLetters.redrive(again))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "id: " + again + " is delivered (expected: a message that is dead or uncertain)");
    assertThatThrownBy(() -> post.deadLetters.redrive(new MessageId(987654)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("id: 987654 (expected: a message that could not be delivered");
    assertThat(post.deadLetters.of(sari, 10)).isEmpty();
  }

  @Test
  void aDeadMessageIsSentAgainOnceAlsoWhenManyAskAtOnce() throws Exception {
    Post post = post();
    post.telegram.script("darma", reject("blocked"));
    MessageId dead = post.write(TELEGRAM, sari, darma, "1").get(0);
    post.settle();
    ExecutorService callers = Executors.newFixedThreadPool(6);
    int sent = 0;
    try {
      List<Callable<MessageId>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        calls.add(() -> post.deadLetters.redrive(dead));
      }
      for (Future<MessageId> call : callers.invokeAll(calls)) {
        try {
          assertThat(call.get().value()).isGreaterThan(dead.value());
          sent++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(InvalidFieldException.class);
        }
      }
    } finally {
      callers.shutdown();
    }

    assertThat(sent).isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM outbox WHERE retry_of IS NOT NULL"))
        .isEqualTo(1);
  }

  @Test
  void oneBatchRepeatsAMessageOnce() throws SQLException {
    Post post = post();
    post.telegram.script("darma", reject("blocked"));
    MessageId dead = post.write(TELEGRAM, sari, darma, "1").get(0);
    post.settle();
    Draft again = post.deadLetters.again(dead, sari);

    assertThat(post.append(List.of(again, again))).hasSize(1);
  }

  @Test
  void messagesOfARemovedBotAreDeadAndTheirOwnerIsTold() throws SQLException {
    Post post = post();
    people.remove(telegram, "unused");
    post.write(TELEGRAM, sari, darma, "1", "2", "3");
    post.settle();

    assertThat(states().subList(0, 3))
        .containsOnly("dead|0|the bot that reached darma was removed|");
    assertThat(post.telegram.handed).isEmpty();
    assertThat(post.line.shown("Usari")).hasSize(3);
  }

  @Test
  void aMovedContactIsReachedAtTheNewAddress() throws SQLException {
    Post post = post();
    post.telegram.script("darma", d -> new Outcome.Moved(new Address("-100darma")));
    post.write(TELEGRAM, sari, darma, "1", "2");
    post.settle();

    assertThat(post.telegram.shown("-100darma")).containsExactly("1", "2");
    assertThat(post.telegram.handed).hasSize(3);
    assertThat(post.telegram.handed).extracting(Dispatch::repeated).containsOnly(false);
    assertThat(database.rows("SELECT address FROM contact WHERE id = " + darma))
        .containsExactly("-100darma");
  }

  @Test
  void aMovedContactWhoseNewAddressIsKnownAlreadyIsReachedThere() throws SQLException {
    Post post = post();
    people.contact(sari, telegram, new Address("-100darma"));
    post.telegram.script("darma", d -> new Outcome.Moved(new Address("-100darma")));
    post.write(TELEGRAM, sari, darma, "1", "2");
    post.settle();

    assertThat(post.telegram.shown("-100darma")).containsExactly("1", "2");
    assertThat(post.telegram.handed).hasSize(3);
  }

  @Test
  void aMovedMasterChatIsReachedAtTheNewAddress() throws SQLException {
    Post post = post();
    post.line.script("Usari", d -> new Outcome.Moved(new Address("Usari2")));
    post.tell(sari, "1", "2");
    post.settle();

    assertThat(post.line.shown("Usari2")).containsExactly("1", "2");
    assertThat(database.rows("SELECT master_address FROM owner WHERE id = " + sari))
        .containsExactly("Usari2");
  }

  @Test
  void aContactThatMovesForEverIsNotFollowedForEver() throws SQLException {
    Post post = post();
    post.telegram.script("darma", repeat(50, d -> new Outcome.Moved(new Address("other"))));
    post.telegram.script("other", repeat(50, d -> new Outcome.Moved(new Address("darma"))));
    post.write(TELEGRAM, sari, darma, "1");
    post.settle();

    assertThat(post.telegram.handed).hasSize(4);
  }

  private Post post() {
    Post post = new Post(database, clock);
    posts.add(post);
    return post;
  }

  private static Function<Dispatch, Outcome> later(Duration after, Scope scope) {
    return dispatch -> new Outcome.RetryLater(after, scope, "asked to wait");
  }

  private static Function<Dispatch, Outcome> reject(String reason) {
    return dispatch -> new Outcome.Rejected(reason, Meaning.MESSAGE);
  }

  @SuppressWarnings("unchecked")
  private static Function<Dispatch, Outcome>[] repeat(
      int times, Function<Dispatch, Outcome> outcome) {
    return IntStream.range(0, times).mapToObj(i -> outcome).toArray(Function[]::new);
  }

  private static List<String> states() {
    return database.rows(
        "SELECT r.state, r.attempts, r.reason, r.sent_id FROM receipt r ORDER BY outbox_id");
  }

  private long cursor() {
    return database.number(
        "SELECT id FROM outbox_cursor WHERE network = 'telegram' AND lane = " + sari.value() % 16);
  }

  private static long last(String table) {
    return database.number("SELECT max(id) FROM " + table + " WHERE network = 'telegram'");
  }
}
