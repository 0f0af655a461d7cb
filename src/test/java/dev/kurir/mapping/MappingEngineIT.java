package dev.kurir.mapping;

import static dev.kurir.mapping.Town.LINE;
import static dev.kurir.mapping.Town.TELEGRAM;
import static dev.kurir.mapping.Town.XMPP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Lane;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.People;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MappingEngineIT {
  private static final String EXAMPLE =
      "the network, who, and your text, for example: Telegram darmaastawan halo";
  private static TestDatabase database;

  @TempDir Path directory;
  private final PinnedClock clock = new PinnedClock("2026-03-01T12:00:00Z");
  private final People people = new People(database);
  private Names names = (network, bot, address) -> Optional.empty();
  private Town town;
  private OwnerId sari;
  private BotId master;
  private BotId telegram;
  private BotId xmpp;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void open() throws Exception {
    database.clear();
    sari = people.owner("sari");
    master = people.bot(sari, "line", "master");
    telegram = people.bot(sari, "telegram", "partner");
    xmpp = people.bot(sari, "xmpp", "partner");
    town =
        new Town(
            database,
            clock,
            directory,
            (network, bot, address) -> names.displayName(network, bot, address));
  }

  @AfterEach
  void close() throws IOException {
    town.close();
  }

  @Test
  void whatGathersForASlowNetworkIsMappedTogetherInItsOrder() throws Exception {
    town.slow(Town.LINE);
    town.writes(Town.TELEGRAM, telegram, "4711", "one");
    town.mapNew();
    town.writes(Town.TELEGRAM, telegram, "4711", "two");
    town.writes(Town.TELEGRAM, telegram, "4711", "three");

    Awaitility.await()
        .until(
            () -> {
              town.mapNew(); // as the safety net does
              return database.number("SELECT count(*) FROM outbox") == 3;
            });

    assertThat(database.rows("SELECT text FROM outbox ORDER BY id"))
        .extracting(text -> text.substring(text.lastIndexOf('\n') + 1))
        .containsExactly("one", "two", "three");
  }

  @Test
  void whatFollowsTheCursorIsNotReadAgain() throws Exception {
    town.writes(Town.TELEGRAM, telegram, "4711", "one");
    town.mapNew();
    town.writes(Town.TELEGRAM, telegram, "4711", "two");
    database.execute("DELETE FROM inbox WHERE text = 'two'");
    town.mapNew();

    assertThat(database.rows("SELECT text FROM outbox ORDER BY id")).hasSize(2);
  }

  @Test
  void whatWasStoredWithoutAnAnswerIsMappedInItsOrder() throws Exception {
    town.writes(Town.TELEGRAM, telegram, "4711", "one");
    town.mapNew();
    town.answers.loseNext();
    assertThatThrownBy(() -> town.writes(Town.TELEGRAM, telegram, "4711", "two"))
        .isInstanceOf(SQLException.class);
    assertThat(database.number("SELECT count(*) FROM inbox")).isEqualTo(2);
    town.writes(Town.TELEGRAM, telegram, "4711", "three");
    town.mapNew();
    town.writes(Town.TELEGRAM, telegram, "4711", "four");
    town.mapNew();

    assertThat(
            database.rows(
                "SELECT i.text FROM outbox o JOIN inbox i ON i.id = o.source_id ORDER BY o.id"))
        .containsExactly("one", "two", "three", "four");
  }

  @Test
  void whatAnotherEngineMappedIsNotMappedFromMemory() throws Exception {
    town.writes(Town.TELEGRAM, telegram, "4711", "one");
    town.mapNew();
    town.writes(Town.TELEGRAM, telegram, "4711", "two");
    town.writes(Town.TELEGRAM, telegram, "4711", "three");
    MappingEngine other = town.newEngine();
    LaneBatch batch = other.take("telegram");
    other.store(other.translate(batch));
    town.mapNew();
    town.writes(Town.TELEGRAM, telegram, "4711", "four");
    town.mapNew();
    town.writes(Town.TELEGRAM, telegram, "4711", "five");
    town.mapNew();

    assertThat(
            database.rows(
                "SELECT i.text FROM outbox o JOIN inbox i ON i.id = o.source_id ORDER BY o.id"))
        .containsExactly("one", "two", "three", "four", "five");
  }

  // what partners write

  @Test
  void partnersReachTheMasterChatInTheFormatOfThePaper() throws Exception {
    pair();
    darmaWrites("Halo");
    town.writes(
        XMPP, xmpp, "darma96@xmpp.jp", "darma96@xmpp.jp", null, "text", "hai, apa kabar?", null);
    town.map();

    assertThat(told())
        .containsExactlyInAnyOrder(
            "Telegram\nDarma Astawan\n(darmaastawan)\nHalo",
            "XMPP\ndarma96@xmpp.jp\nhai, apa kabar?");
    assertThat(database.rows("SELECT DISTINCT ledger, network, conversation FROM outbox"))
        .containsExactly("line|line|-" + sari);
  }

  @Test
  void aPartnerBecomesAContactOnceAndKeepsANewName() throws Exception {
    pair();
    darmaWrites("1");
    town.map();
    town.writes(TELEGRAM, telegram, "4711", "darma", "Darma", "text", "2", null);
    town.writes(TELEGRAM, telegram, "4711", null, null, "text", "3", null);
    town.map();

    assertThat(
            database.rows("SELECT owner_id, bot_id, address, user_name, display_name FROM contact"))
        .containsExactly(sari + "|" + telegram + "|4711|darma|Darma");
    assertThat(told()).last().isEqualTo("Telegram\nDarma\n(darma)\n3");
  }

  @Test
  void aNameThatTheMessageDoesNotCarryIsAskedFor() throws Exception {
    pair();
    names = (network, bot, address) -> Optional.of("Asked \0for");
    town.writes(TELEGRAM, telegram, "1", "hai");
    town.map();

    assertThat(told()).containsExactly("Telegram\nAsked \uFFFDfor\n(1)\nhai");
  }

  @Test
  void aNetworkThatFailsWhenAskedForANameHoldsNothingUp() throws Exception {
    pair();
    names =
        (network, bot, address) -> {
          throw new IllegalStateException("no such bot");
        };
    town.writes(TELEGRAM, telegram, "1", "hai");
    town.map();

    assertThat(told()).containsExactly("Telegram\n1\nhai");
  }

  @Test
  void orderHoldsThroughAWholeLane() throws Exception {
    pair();
    List<String> texts = IntStream.range(0, 30).mapToObj(i -> "t" + i).toList();
    for (String text : texts) {
      darmaWrites(text);
    }
    town.map();

    assertThat(told()).isEqualTo(texts.stream().map(MappingEngineIT::fromDarma).toList());
  }

  @Test
  void moreSendersThanAreRememberedAreAllRecorded() throws Exception {
    pair();
    for (int i = 0; i < 40; i++) {
      town.writes(TELEGRAM, telegram, "sender" + i, "hai");
    }
    LaneBatch batch = Objects.requireNonNull(town.engine.take("telegram"));
    Partners forgetful = new Partners(database.pool(), names, 1);

    assertThat(forgetful.of(TELEGRAM, batch.messages())).hasSize(40);
    assertThat(forgetful.of(TELEGRAM, batch.messages())).hasSize(40);
    town.engine.release(batch);
  }

  // what the owner writes

  @ParameterizedTest
  @CsvSource({
    "Telegram darmaastawan halo juga",
    "tElEgRaM DarmaAstawan halo juga",
    "Telegram @darmaastawan halo juga",
    "Telegram 4711 halo juga",
    "Telegram\u3000darmaastawan\u3000halo juga",
    "'  Telegram\n darmaastawan\t halo juga'"
  })
  void theAddressedPartnerGetsTheBareText(String written) throws Exception {
    pair();
    darmaWrites("Halo");
    ownerWrites(written);
    town.map();

    assertThat(toPartners("telegram")).containsExactly("halo juga");
    assertThat(told()).containsExactly(fromDarma("Halo"));
  }

  @Test
  void linesOfTheTextAreKept() throws Exception {
    pair();
    darmaWrites("Halo");
    ownerWrites("Telegram darmaastawan satu\n\n dua");
    town.map();

    assertThat(toPartners("telegram")).containsExactly("satu\n\n dua");
  }

  @Test
  void theQuotedPartnerIsTheAddressee() throws Exception {
    pair();
    darmaWrites("Halo");
    town.writes(TELEGRAM, telegram, "666", "eve", "Eve", "text", "hai", null);
    town.map();
    delivered(fromDarma("Halo"), "sent-1");
    ownerQuotes("sent-1", "halo juga");
    town.map();

    assertThat(
            database.rows(
                "SELECT c.user_name, o.text FROM outbox o JOIN contact c ON c.id = o.conversation"))
        .containsExactly("darmaastawan|halo juga");
  }

  @Test
  void aQuoteOfWhatIsNoPartnersMessageIsAnswered() throws Exception {
    pair();
    ownerQuotes("whatever", "halo");
    town.map();

    assertThat(told())
        .containsExactly(
            "Not sent: the message that you quote is from no partner. Quote a partner's message, or write "
                + EXAMPLE);
  }

  @Test
  void aQuoteThatNamesAnAddresseeGoesThere() throws Exception {
    pair();
    darmaWrites("Halo");
    ownerQuotes("whatever", "Telegram darmaastawan halo");
    town.map();

    assertThat(toPartners("telegram")).containsExactly("halo");
  }

  @Test
  void aQuoteWithoutATextIsAnswered() throws Exception {
    pair();
    darmaWrites("Halo");
    town.map();
    delivered(fromDarma("Halo"), "sent-1");
    ownerQuotes("sent-1", " ");
    town.map();

    assertThat(toPartners("telegram")).isEmpty();
    assertThat(told())
        .last()
        .isEqualTo("Not sent: the text is empty. Quote the message and write your text.");
  }

  @Test
  void anUnknownNetworkIsAnswered() throws Exception {
    assertAnswer(
        "Halo semua",
        "Not sent: \"Halo\" is no network (expected: LINE, Telegram, XMPP). Write "
            + EXAMPLE
            + ", or quote a partner's message. /help tells more.");
  }

  @Test
  void aVeryLongFirstWordIsAbbreviated() throws Exception {
    assertAnswer(
        "x".repeat(39) + "👩".repeat(500),
        "Not sent: \""
            + "x".repeat(39)
            + "…\" is no network (expected: LINE, Telegram, XMPP). Write "
            + EXAMPLE
            + ", or quote a partner's message. /help tells more.");
  }

  @Test
  void anUnknownContactIsAnsweredWithTheNearest() throws Exception {
    pair();
    darmaWrites("Halo");
    town.writes(XMPP, xmpp, "budi@xmpp.jp", "budi@xmpp.jp", null, "text", "hai", null);
    town.map();
    ownerWrites("Telegram darmastawan halo");
    town.map();

    assertThat(told())
        .last()
        .isEqualTo(
            "Not sent: \"darmastawan\" is none of your contacts on Telegram. The nearest:\nTelegram darmaastawan\nXMPP budi@xmpp.jp\n/contacts lists all.");
  }

  @Test
  void anOwnerWithoutContactsIsToldWhy() throws Exception {
    assertAnswer(
        "Telegram darma halo",
        "Not sent: \"darma\" is none of your contacts on Telegram. Nobody has written to your bots yet: a partner has to write first.");
  }

  @Test
  void anotherOwnersContactIsUnknown() throws Exception {
    OwnerId wati = people.owner("wati");
    BotId watis = people.bot(wati, "telegram", "partner");
    people.contact(wati, watis, new Address("darma"));

    assertAnswer(
        "Telegram darma halo",
        "Not sent: \"darma\" is none of your contacts on Telegram. Nobody has written to your bots yet: a partner has to write first.");
    assertThat(toPartners("telegram")).isEmpty();
  }

  @Test
  void anEmptyMessageIsAnswered() throws Exception {
    assertAnswer(" \n", "Not sent: the message is empty. Write " + EXAMPLE);
  }

  @Test
  void aNetworkAloneIsAnswered() throws Exception {
    assertAnswer(
        "xmpp",
        "Not sent: nobody is addressed and there is no text. Write the network, who, and your text, for example: XMPP darmaastawan halo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Telegram darmaastawan", "Telegram darmaastawan  "})
  void anEmptyTextIsAnswered(String written) throws Exception {
    pair();
    darmaWrites("Halo");
    ownerWrites(written);
    town.map();

    assertThat(toPartners("telegram")).isEmpty();
    assertThat(told())
        .contains("Not sent: the text is empty. Write Telegram darmaastawan and then your text.");
  }

  @Test
  void whatIsNoTextIsAnswered() throws Exception {
    pair();
    town.writes(LINE, master, "Usari", null, null, "sticker", "[sticker]", null);
    town.map();

    assertThat(told())
        .containsExactly(
            "Not passed on: Kurir passes on texts, and this was sticker. Write it as a text.");
  }

  @Test
  void aLongTextIsDividedAndTheOwnerIsTold() throws Exception {
    pair();
    darmaWrites("Halo");
    String text = "kata ".repeat(50).strip();
    ownerWrites("Telegram darmaastawan " + text);
    town.map();

    List<String> parts = toPartners("telegram");
    assertThat(parts).hasSize(3).allMatch(part -> part.length() <= 100);
    assertThat(String.join(" ", parts)).isEqualTo(text);
    assertThat(told())
        .contains(
            "Your text for darmaastawan has 249 characters and Telegram takes 100 in a message: it goes out in 3 parts, divided between words.");
  }

  @Test
  void aMessageThatCannotBeMappedIsToldAndHoldsNothingUp() throws Exception {
    pair();
    database.execute(
        "INSERT INTO contact (owner_id, bot_id, address) VALUES (%s, %s, '')"
            .formatted(sari, telegram));
    ownerWrites("/contacts");
    darmaWrites("Halo");
    town.map();

    assertThat(told())
        .containsExactlyInAnyOrder(
            "Message "
                + database.number("SELECT id FROM inbox WHERE ledger = 'control'")
                + " could not be passed on: Kurir failed on it.",
            fromDarma("Halo"));
  }

  // commands

  @Test
  void helpTellsHowToAnswer() throws Exception {
    assertAnswer("/HELP", Commands.HELP + "\n\nNetworks: LINE, Telegram, XMPP");
    assertThat(Commands.HELP)
        .contains("Telegram darmaastawan halo", "/contacts", "/failed", "/retry <id>");
  }

  @Test
  void anUnknownCommandIsAnswered() throws Exception {
    assertAnswer(
        "/rety 42",
        "Unknown command (expected: /help, /contacts, /failed or /retry <id>). To send a text that begins with /, write the network and who before it.");
  }

  @Test
  void contactsAreListedTheNewestFirst() throws Exception {
    assertAnswer("/contacts", "Nobody has written to your bots yet.");
    darmaWrites("Halo");
    town.map();
    town.writes(XMPP, xmpp, "budi@xmpp.jp", "budi@xmpp.jp", null, "text", "hai", null);
    town.map();
    ownerWrites("/contacts");
    town.map();

    assertThat(told())
        .last()
        .isEqualTo(
            "Your contacts, the newest first:\nXMPP budi@xmpp.jp\nTelegram darmaastawan - Darma Astawan");
  }

  @Test
  void failuresAreListedAndRetriedOnceEach() throws Exception {
    pair();
    darmaWrites("Halo");
    ownerWrites("/failed");
    ownerWrites("Telegram darmaastawan satu");
    ownerWrites("Telegram darmaastawan " + "dua ".repeat(20));
    town.map();
    assertThat(told()).contains("Everything that you wrote was delivered or is on its way.");
    long first = settled("satu", "dead", "blocked");
    long second = settled("dua ".repeat(20).strip(), "uncertain", "no answer");
    ownerWrites("/failed");
    town.map();
    assertThat(told())
        .last()
        .isEqualTo(
            "Not delivered, the newest first:\n\n"
                + second
                + " to Telegram darmaastawan: "
                + "dua ".repeat(15)
                + "…\nPerhaps delivered: no answer\n\n"
                + first
                + " to Telegram darmaastawan: satu\nblocked\n\n/retry <id> sends one again.");

    ownerWrites("/retry " + first);
    ownerWrites("/retry " + first);
    town.map();
    assertThat(toPartners("telegram")).containsOnlyOnce("dua ".repeat(20).strip());
    assertThat(database.rows("SELECT text FROM outbox WHERE retry_of = " + first))
        .containsExactly("satu");
    ownerWrites("/retry " + first);
    town.map();
    assertThat(told())
        .contains("Message " + first + " is sent again.")
        .last()
        .isEqualTo(
            "Not sent again: id: "
                + first
                + " was sent again already (expected: each message once)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/retry | id: missing (expected: a number from /failed, for example: /retry 42)",
        "/retry x | id: \"x\" (expected: a number from /failed, for example: /retry 42)",
        "/retry 999999 | id: 999999 (expected: a message that could not be delivered; /failed lists them)"
      })
  void aRetryOfNothingIsAnswered(String written, String reason) throws Exception {
    assertAnswer(written, "Not sent again: " + reason);
  }

  @Test
  void anotherOwnersFailuresCannotBeRetried() throws Exception {
    pair();
    darmaWrites("Halo");
    ownerWrites("Telegram darmaastawan satu");
    town.map();
    long id = settled("satu", "dead", "blocked");
    OwnerId wati = people.owner("wati");
    BotId watis = people.bot(wati, "line", "master");
    people.pair(wati, watis, "Uwati");
    town.writes(LINE, watis, "Uwati", "/retry " + id);
    town.map();

    assertThat(database.rows("SELECT text FROM outbox WHERE owner_id = " + wati))
        .containsExactly(
            "Not sent again: id: "
                + id
                + " (expected: a message that could not be delivered; /failed lists them)");
  }

  // pairing

  @Test
  void thePairingCodeMakesTheOwner() throws Exception {
    town.writes(LINE, master, "Usari", " code-sari\n");
    ownerWrites("/contacts");
    town.map();

    assertThat(masterAddress()).isEqualTo("Usari");
    assertThat(town.paired).containsExactly(sari);
    assertThat(told())
        .containsExactly(
            "Paired: you are sari.\n\n" + Commands.HELP + "\n\nNetworks: LINE, Telegram, XMPP",
            "Nobody has written to your bots yet.");
  }

  @Test
  void aWrongCodeIsAPartnersMessage() throws Exception {
    town.writes(LINE, master, "Ueve", "CODE-sar");
    town.writes(LINE, master, "Ueve", "/contacts");
    town.map();

    assertThat(masterAddress()).isEmpty();
    assertThat(told()).containsExactly("LINE\nUeve\nCODE-sar", "LINE\nUeve\n/contacts");
  }

  @Test
  void theCodeOnAPartnerBotPairsNobody() throws Exception {
    town.writes(TELEGRAM, telegram, "666", "CODE-sari");
    town.map();

    assertThat(masterAddress()).isEmpty();
    assertThat(told()).containsExactly("Telegram\n666\nCODE-sari");
  }

  @Test
  void theCodeOfAnotherOwnerPairsNobody() throws Exception {
    OwnerId wati = people.owner("wati");
    people.bot(wati, "line", "master");
    town.writes(LINE, master, "Uwati", "CODE-wati");
    town.map();

    assertThat(database.number("SELECT count(*) FROM owner WHERE paired_at IS NOT NULL")).isZero();
  }

  @Test
  void aSpentCodeNeverTakesOver() throws Exception {
    town.writes(LINE, master, "Usari", "CODE-sari");
    town.map();
    town.writes(LINE, master, "Ueve", "CODE-sari");
    town.writes(LINE, master, "Ueve", "/contacts");
    town.map();
    town.writes(LINE, master, "Ueve", "Telegram darmaastawan hai");
    town.map();

    assertThat(masterAddress()).isEqualTo("Usari");
    assertThat(town.paired).containsExactly(sari);
    assertThat(told().subList(1, 4))
        .containsExactly(
            "LINE\nUeve\nCODE-sari",
            "LINE\nUeve\n/contacts",
            "LINE\nUeve\nTelegram darmaastawan hai");
  }

  @Test
  void ofTwoWhoSendTheCodeAtOnceTheFirstIsTheOwner() throws Exception {
    town.writes(LINE, master, "Usari", "CODE-sari");
    town.writes(LINE, master, "Ueve", "CODE-sari");
    town.map();

    assertThat(masterAddress()).isEqualTo("Usari");
    assertThat(town.paired).containsExactly(sari);
  }

  @Test
  void anOwnerWhoseBotWasRemovedPairsAnewWithTheNewCode() throws Exception {
    BotId second = people.bot(sari, "line", "master");
    pair();
    ownerWrites("/contacts");
    town.map();
    people.remove(master, "FRESH");
    town.writes(LINE, second, "Usari2", "FRESH");
    town.writes(LINE, second, "Usari2", "/contacts");
    town.map();

    assertThat(masterAddress()).isEqualTo("Usari2");
    assertThat(told()).last().isEqualTo("Nobody has written to your bots yet.");
  }

  // engines

  @Test
  void ofTwoEnginesWithTheSameMessagesOneStores() throws Exception {
    pair();
    darmaWrites("1");
    darmaWrites("2");
    MappingEngine other = town.newEngine();
    LaneBatch one = Objects.requireNonNull(town.engine.take("telegram"));
    LaneBatch two = Objects.requireNonNull(other.take("telegram"));
    town.engine.store(town.engine.translate(one));
    other.store(other.translate(two));
    town.engine.release(one);
    other.release(two);
    town.map();

    assertThat(told()).containsExactly(fromDarma("1"), fromDarma("2"));
  }

  @Test
  void aLaneIsWorkedOnByOneEngineAtATimeAndOthersGoOn() throws Exception {
    pair();
    darmaWrites("1");
    LaneBatch first = Objects.requireNonNull(town.engine.take("telegram"));
    OwnerId wati = people.owner("wati");
    for (int i = 0; first.lanes().contains(Lane.of(wati)); i++) {
      wati = people.owner("wati" + i);
    }
    BotId watis = people.bot(wati, "telegram", "partner");
    darmaWrites("2");
    town.writes(TELEGRAM, watis, "1", "hai");
    town.engine.lookEverywhere("telegram");
    LaneBatch second = Objects.requireNonNull(town.engine.take("telegram"));

    assertThat(first.lanes()).doesNotContainAnyElementsOf(second.lanes());
    assertThat(second.messages()).hasSize(1);
    assertThat(town.engine.take("telegram")).isNull();
    town.engine.release(first);
    town.engine.release(second);
  }

  @Test
  void aCrashBetweenTakingAndStoringLeavesNothingBehind() throws Exception {
    pair();
    darmaWrites("1");
    town.engine.translate(Objects.requireNonNull(town.engine.take("telegram")));
    assertThat(database.number("SELECT count(*) FROM outbox")).isZero();

    MappingEngine afterwards = town.newEngine();
    LaneBatch batch = Objects.requireNonNull(afterwards.take("telegram"));
    afterwards.store(afterwards.translate(batch));
    afterwards.release(batch);

    assertThat(told()).containsExactly(fromDarma("1"));
  }

  @Test
  void aBrokenConnectionWhileStoringLosesAndDoublesNothing() throws Exception {
    pair();
    darmaWrites("1");
    LaneBatch batch = Objects.requireNonNull(town.engine.take("telegram"));
    LaneBatch translated = town.engine.translate(batch);
    database.goAway();
    try {
      assertThatThrownBy(() -> town.engine.store(translated)).isInstanceOf(SQLException.class);
    } finally {
      database.comeBack();
    }
    town.engine.release(batch);
    town.map();

    assertThat(told()).containsExactly(fromDarma("1"));
  }

  private void pair() {
    people.pair(sari, master, "Usari");
  }

  private void assertAnswer(String written, String answer) throws Exception {
    pair();
    ownerWrites(written);
    town.map();
    assertThat(told()).containsExactly(answer);
    assertThat(database.rows("SELECT DISTINCT ledger FROM outbox")).containsExactly("control");
  }

  private void darmaWrites(String text) throws Exception {
    town.writes(TELEGRAM, telegram, "4711", "darmaastawan", "Darma Astawan", "text", text, null);
  }

  /** The owner answers what stands in the chat: what was written before is mapped. */
  private void ownerWrites(String text) throws Exception {
    town.map();
    town.writes(LINE, master, "Usari", text);
  }

  private void ownerQuotes(String sentId, String text) throws Exception {
    town.map();
    town.writes(LINE, master, "Usari", null, null, "text", text, sentId);
  }

  private static String fromDarma(String text) {
    return "Telegram\nDarma Astawan\n(darmaastawan)\n" + text;
  }

  private static List<String> told() {
    return database.rows("SELECT text FROM outbox WHERE conversation < 0 ORDER BY id");
  }

  private static List<String> toPartners(String network) {
    return database.rows(
        "SELECT text FROM outbox WHERE conversation > 0 AND network = '%s' ORDER BY id"
            .formatted(network));
  }

  private String masterAddress() {
    return database.rows("SELECT master_address FROM owner WHERE id = " + sari).get(0);
  }

  /** The network has shown a message of the master chat under an id of its own. */
  private void delivered(String text, String sentId) {
    database.execute(
        "INSERT INTO receipt SELECT id, day, owner_id, %s, 'delivered', 1, NULL, '%s', now() FROM outbox WHERE text = '%s'"
            .formatted(master, sentId, text));
  }

  private long settled(String text, String state, String reason) {
    long id = database.number("SELECT id FROM outbox WHERE text = '%s'".formatted(text));
    database.execute(
        "INSERT INTO receipt SELECT id, day, owner_id, %s, '%s', 1, '%s', NULL, now() FROM outbox WHERE id = %d"
            .formatted(telegram, state, reason, id));
    return id;
  }
}
