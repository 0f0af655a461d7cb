package dev.kurir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.api.RunningApi;
import dev.kurir.owner.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a running administration. */
class CommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path data;
  private static TestDatabase database;
  private static RunningApi api;
  private Shell shell;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
    api = RunningApi.start(database, data);
  }

  @AfterAll
  static void stop() {
    api.close();
    database.close();
  }

  @BeforeEach
  void clear() {
    database.clear();
    shell = new Shell(new Server(api.url(), api.tokenFile, null));
  }

  @Test
  void ownersAreAddedAndListed() {
    assertThat(shell.run("owner", "add", "sari")).as(shell.err()).isZero();
    assertThat(shell.out()).containsPattern("sari is added. Pairing code: [A-Z2-9]{10}");
    assertThat(shell.run("owner", "list")).isZero();
    assertThat(shell.out()).containsPattern("(?m)^OWNER +PAIRED +PAIRING CODE +SINCE$");
    assertThat(shell.out()).containsPattern("(?m)^sari +no +[A-Z2-9]{10} +20");

    assertThat(shell.run("owner", "add", "sari")).isEqualTo(1);
    assertThat(shell.err())
        .isEqualTo(
            "error: username: \"sari\" is taken (expected: a new user name)"
                + System.lineSeparator());
  }

  @Test
  void theJournalIsReplayed() {
    assertThat(shell.run("journal", "replay")).as(shell.err()).isZero();
    assertThat(shell.out())
        .startsWith("0 messages in the journal: 0 were missing and are stored now, 0 were there");

    assertThat(shell.run("journal", "replay", "--since", "yesterday")).isEqualTo(1);
    assertThat(shell.err()).contains("since: \"yesterday\" (expected: a time:");
  }

  @Test
  void aBotComesAndGoesWithItsSecretFromTheStandardInputOrAFile() throws IOException {
    shell.run("owner", "add", "sari");
    String[] add = {
      "bot",
      "add",
      "sari",
      "--network",
      "alpha",
      "--role",
      "master",
      "--credential",
      "port=1",
      "--credential-file",
      "token=-"
    };

    assertThat(shell.typing("a1:s3cret\n").run(add)).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("is live: alpha a1 (master)")
        .contains("/webhook/alpha/")
        .doesNotContain("s3cret");
    assertThat(api.networks.open().values())
        .anySatisfy(
            bot -> {
              assertThat(bot.credentials().required("token")).isEqualTo("a1:s3cret");
              assertThat(bot.credentials().required("port")).isEqualTo("1");
            });
    Path file = Files.writeString(data.resolve("token.txt"), "a2:other\n");
    assertThat(
            shell.run(
                "bot", "add", "sari", "--network", "alpha", "--credential-file", "token=" + file))
        .isZero();
    assertThat(shell.run("bot", "list", "sari")).isZero();
    assertThat(shell.out()).containsPattern("(?m)^\\d+ +alpha +partner +a2 +/webhook/alpha/");

    String bot =
        shell.out().lines().filter(l -> l.contains(" a2 ")).findFirst().orElseThrow().split(" ")[0];
    assertThat(shell.run("bot", "remove", "sari", bot)).isZero();
    assertThat(shell.run("bot", "remove", "sari", bot)).isEqualTo(1);
    assertThat(shell.err()).startsWith("error: bot: " + bot + " does not exist");
  }

  @Test
  void aRefusalIsTheNetworksOwnReason() {
    shell.run("owner", "add", "sari");

    assertThat(
            shell
                .typing("wrong\n")
                .run("bot", "add", "sari", "--network", "alpha", "--credential-file", "token=-"))
        .isEqualTo(1);
    assertThat(shell.err().lines()).containsExactly("error: alpha: Unauthorized");
  }

  @Test
  void aWrongTokenIsSaid() {
    Shell stranger = new Shell(new Server(api.url(), api.tokenFile, "wrong"));

    assertThat(stranger.run("owner", "list")).isEqualTo(1);
    assertThat(stranger.err()).startsWith("error: KURIR_ADMIN_TOKEN: not the token");
  }

  @Test
  void anotherKurirIsNamedByItsUrl() {
    Shell elsewhere =
        new Shell(new Server(java.net.URI.create("http://127.0.0.1:1"), api.tokenFile, null));

    assertThat(elsewhere.run("owner", "list", "--url", api.url().toString())).isZero();
  }

  @Test
  void aTraceIsATableWithoutTheText() {
    database.execute(
        """
        INSERT INTO owner (username, pairing_code) VALUES ('sari', 'AAAAAAAAAA');
        INSERT INTO node (name) VALUES (gen_random_uuid()) ON CONFLICT DO NOTHING;
        INSERT INTO inbox (id, ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender,
          kind, text, sent_at, received_at, journaled_at, stored_at)
        VALUES (12, 'telegram', 'telegram', current_date, 1, 1, 1, 2, 'x', '77', 'text', 'hush',
          now(), now(), now(), now())
        """);

    assertThat(shell.run("trace", "12")).as(shell.err()).isZero();
    assertThat(shell.out())
        .startsWith("Message 12: telegram text, received from 77, pending")
        .containsPattern("(?m)^AT +MESSAGE +EVENT +DETAIL$")
        .containsPattern("(?m)^20\\S+ +12 +journaled$")
        .doesNotContain("hush");
    database.execute(
        """
        INSERT INTO outbox (id, ledger, network, day, lane, owner_id, conversation, number, source_id, text,
          retry_key, created_at)
        VALUES (14, 'line', 'line', current_date, 1, 1, -1, 3, 12, 'hush', gen_random_uuid(), now())
        """);
    assertThat(shell.run("trace", "14")).as(shell.err()).isZero();
    assertThat(shell.out()).startsWith("Message 14: line text, for the owner as number 3, pending");
    assertThat(shell.run("trace", "13")).isEqualTo(1);
    assertThat(shell.err()).startsWith("error: message: 13 does not exist");
  }

  @Test
  void routesAreListedShownAndDrawnAsTheyRun() throws IOException {
    assertThat(shell.run("routes", "list")).as(shell.err()).isZero();
    assertThat(shell.out())
        .containsPattern("(?m)^ROUTE +GROUP +STATUS +TOTAL +FAILED +NOW +MEAN MS +FROM +FILE$")
        .containsPattern("(?m)^api-list-routes +api +started +\\d+ +0 +1 +\\d+\\.\\d+ +direct:")
        .containsPattern("(?m)^inbox-store +bridge +absent +0 ");
    assertThat(shell.err()).isEmpty();
    assertThat(shell.run("routes", "list", "--json")).isZero();
    assertThat(JSON.readTree(shell.out()).path("items").findValuesAsText("id"))
        .contains("api-list-routes");

    assertThat(shell.run("routes", "show", "api-add-owner")).isZero();
    assertThat(shell.out())
        .startsWith("api-add-owner: Adds an owner and answers the pairing code.")
        .contains("file api/api-add-owner.camel.yaml", "started: ", "- route:");
    assertThat(shell.run("routes", "show", "api-add-owner", "--json")).isZero();
    assertThat(JSON.readTree(shell.out()).path("yaml").asText()).startsWith("- route:");
    assertThat(shell.run("routes", "show", "api-ad-owner")).isEqualTo(1);
    assertThat(shell.err()).contains("nearest: api-add-owner");

    assertThat(shell.run("routes", "graph")).isZero();
    assertThat(shell.out()).startsWith("flowchart LR").contains(" failed · ");
    Path file = data.resolve("routes.svg");
    assertThat(shell.run("routes", "graph", "--format", "svg", "--output", "" + file)).isZero();
    assertThat(file).content().startsWith("<svg ").contains(" failed · ");
  }
}
