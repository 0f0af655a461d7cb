package dev.kurir.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners, bots and their registration against a real PostgreSQL. */
class RegistrationIT {
  private static final NetworkName ALPHA = new NetworkName("alpha");
  private static final NetworkName BETA = new NetworkName("beta");
  private static TestDatabase database;

  @TempDir Path folder;
  private TestNetworks networks;
  private Owners owners;
  private Bots bots;
  private Registration registration;

  @BeforeAll
  static void startDatabase() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void wire() {
    database.clear();
    networks = new TestNetworks();
    owners = new Owners(database.pool());
    bots =
        new Bots(
            database.pool(),
            Vault.open(folder.resolve("secret.key"), () -> Bots.count(database.pool())));
    registration = new Registration(owners, bots, networks);
    owners.add("sari");
  }

  private static Credentials token(String token) {
    return new Credentials(Map.of("token", token));
  }

  @Test
  void anOwnerGetsAPairingCodeOfTheirOwn() {
    Owner budi = owners.add("budi");

    assertThat(budi.pairingCode().orElseThrow()).matches("[A-HJKMNP-Z2-9]{10}");
    assertThat(owners.list()).extracting(Owner::username).containsExactly("budi", "sari");
    assertThat(owners.require("sari").pairingCode()).isNotEqualTo(budi.pairingCode());
  }

  @Test
  void aUserNameIsGivenOnce() {
    assertThatThrownBy(() -> owners.add("sari"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("\"sari\" is taken");
  }

  @Test
  void aUserNameFollowsTheRule() {
    for (String wrong : List.of("", " ", "Sari", "-sari", "a b", "x".repeat(33), "sari\n")) {
      assertThatThrownBy(() -> owners.add(wrong))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("username");
    }
  }

  @Test
  void aRegisteredBotIsServedAndComesBackAfterARestart() throws Exception {
    Bot bot = registration.addBot("sari", ALPHA, Role.MASTER, token("a1:secret"));

    assertThat(networks.open()).containsOnlyKeys(bot.id());
    assertThat(bot.webhookPath()).matches("/webhook/alpha/[A-Za-z0-9_-]{43}");
    Bot again =
        new Bots(database.pool(), Vault.open(folder.resolve("secret.key"), () -> 1))
            .living()
            .get(0);
    assertThat(again).isEqualTo(bot);
    assertThat(again.credentials().required("token")).isEqualTo("a1:secret");
  }

  @Test
  void listingShowsNoCredentials() throws Exception {
    Bot bot = registration.addBot("sari", ALPHA, Role.PARTNER, token("a1:secret"));

    RegisteredBot listed = bots.list(bot.owner()).get(0);
    assertThat(listed.webhookPath()).isEqualTo(bot.webhookPath());
    assertThat(listed.toString()).doesNotContain("secret");
  }

  @Test
  void whatTheNetworkRefusesIsNotStored() {
    assertThatThrownBy(() -> registration.addBot("sari", ALPHA, Role.PARTNER, token("wrong")))
        .isInstanceOf(BotRefusedException.class)
        .hasMessage("alpha: Unauthorized");
    assertThat(bots.living()).isEmpty();
  }

  @Test
  void aBotRefusedWhenOpenedIsTakenBackAndCanBeRegisteredLater() throws Exception {
    networks.refuseAtOpening("a1");

    assertThatThrownBy(() -> registration.addBot("sari", ALPHA, Role.PARTNER, token("a1:secret")))
        .isInstanceOf(BotRefusedException.class)
        .hasMessageContaining("webhook not accepted");
    assertThat(bots.living()).isEmpty();

    networks = new TestNetworks();
    new Registration(owners, bots, networks).addBot("sari", ALPHA, Role.PARTNER, token("a1:s"));
    assertThat(bots.living()).hasSize(1);
  }

  @Test
  void anAccountBelongsToOneLivingBot() throws Exception {
    owners.add("budi");
    Bot first = registration.addBot("sari", ALPHA, Role.PARTNER, token("a1:secret"));

    assertThatThrownBy(() -> registration.addBot("budi", ALPHA, Role.PARTNER, token("a1:other")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("alpha a1 is already registered as bot " + first.id() + " of sari")
        .hasMessageContaining("remove that bot first")
        .hasMessageNotContaining("other");

    registration.removeBot("sari", first.id());
    registration.addBot("budi", ALPHA, Role.PARTNER, token("a1:other"));
    assertThat(networks.open()).hasSize(1);
  }

  @Test
  void ofManyRegistrationsAtOnceOneWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Bot>> attempts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        attempts.add(() -> registration.addBot("sari", ALPHA, Role.PARTNER, token("a1:secret")));
      }
      int won = 0;
      for (Future<Bot> attempt : threads.invokeAll(attempts)) {
        try {
          attempt.get();
          won++;
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(ConflictException.class);
        }
      }
      assertThat(won).isEqualTo(1);
      assertThat(bots.living()).hasSize(1);
      assertThat(networks.open()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void unknownNetworkOwnerBotAndForbiddenRoleAreSaid() {
    assertThatThrownBy(
            () -> registration.addBot("sari", new NetworkName("irc"), Role.PARTNER, token("a:b")))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("network: \"irc\" (expected: one of alpha, beta)");
    assertThatThrownBy(() -> registration.addBot("nobody", ALPHA, Role.PARTNER, token("a:b")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("owner: \"nobody\"");
    assertThatThrownBy(() -> registration.addBot("sari", BETA, Role.MASTER, token("a:b")))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("\"master\" on Beta");
    assertThatThrownBy(() -> registration.removeBot("sari", new BotId(99)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("bot: 99");
  }

  @Test
  void anOwnerCannotRemoveTheBotOfAnother() throws Exception {
    owners.add("budi");
    Bot bot = registration.addBot("sari", ALPHA, Role.PARTNER, token("a1:secret"));

    assertThatThrownBy(() -> registration.removeBot("budi", bot.id()))
        .isInstanceOf(NotFoundException.class);
    assertThat(networks.open()).hasSize(1);
  }

  @Test
  void aRemovedBotLeavesItsRowButNoCredentialsAndUnpairsItsOwner() throws Exception {
    Bot bot = registration.addBot("sari", ALPHA, Role.MASTER, token("a1:secret"));
    String code = owners.require("sari").pairingCode().orElseThrow();
    database.execute(
        "UPDATE owner SET master_bot_id = %s, master_address = 'U9', paired_at = now()"
            .formatted(bot.id()));
    assertThat(owners.require("sari").pairingCode()).isEmpty();

    registration.removeBot("sari", bot.id());

    assertThat(networks.open()).isEmpty();
    assertThat(bots.living()).isEmpty();
    assertThat(owners.require("sari").pairingCode()).isPresent().get().isNotEqualTo(code);
    assertThat(storedCredentials(bot.id())).isEmpty();
  }

  @Test
  void aBookmarkIsKeptPerBot() throws Exception {
    Bot bot = registration.addBot("sari", ALPHA, Role.PARTNER, token("a1:secret"));
    BotBookmarks bookmarks = new BotBookmarks(database.pool());

    assertThat(bookmarks.read(bot.id())).isEmpty();
    bookmarks.write(bot.id(), "archive-17");
    assertThat(bookmarks.read(bot.id())).contains("archive-17");
  }

  @Test
  void contactsAreListedInPages() throws Exception {
    Bot bot = registration.addBot("sari", ALPHA, Role.PARTNER, token("a1:secret"));
    database.execute(
        "INSERT INTO contact (owner_id, bot_id, address, user_name) SELECT %s, %s, 'c' || n, 'user' || n FROM generate_series(1, 5) n"
            .formatted(bot.owner(), bot.id()));
    Contacts contacts = new Contacts(database.pool());

    List<Contact> page = contacts.list(bot.owner(), 0, 3);
    assertThat(page)
        .extracting(c -> c.userName().orElseThrow())
        .containsExactly("user1", "user2", "user3");
    assertThat(contacts.list(bot.owner(), page.get(2).id().value(), 3)).hasSize(2);
  }

  private static byte[] storedCredentials(BotId bot) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT credentials FROM bot WHERE id = " + bot.value())) {
      rows.next();
      return rows.getBytes(1);
    }
  }
}
