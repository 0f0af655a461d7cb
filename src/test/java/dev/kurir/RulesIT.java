package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.kurir.routes.RouteRules;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped rules, switched on while Kurir runs, and tried on stored messages before. */
class RulesIT {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  @TempDir Path directory;
  private Path routes;
  private HttpServer service;
  private Lab lab;
  private Lab.PairedOwner sari;
  private TelegramBot bot;

  @BeforeEach
  void start() throws Exception {
    routes = directory.resolve("routes");
    for (Path file : RouteRules.filesBeneath(Path.of("routes"))) {
      Path copy = directory.resolve(file.toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          String text =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestURI().getPath() + " " + text);
          byte[] answer =
              (exchange.getRequestURI().getPath().equals("/prices")
                      ? "Mawar 5000"
                      : text.toUpperCase(Locale.ROOT))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    service.start();
    lab =
        new Lab(directory.resolve("data"))
            .with("kurir.routes.directory", routes.toString())
            .start();
    sari = lab.pairedOwner("sari");
    bot = lab.telegram.addBot("sari_bot");
    lab.addTelegramBot("sari", bot);
  }

  @AfterEach
  void stop() {
    lab.close();
    service.stop(0);
  }

  @Test
  void aKeywordIsAnsweredByAnHttpService() throws Exception {
    TelegramUser darma = lab.telegram.addUser("darma", "Darma", "A");
    edit("answer-keyword", on("answer-keyword"));

    darma.says(bot, "Price of roses?");
    TestWait.until(() -> lab.telegram.messagesTo(darma).size() == 1, "the answer");
    TestWait.until(() -> lab.shown(sari).size() == 2, "the question on LINE");

    assertThat(lab.telegram.messagesTo(darma).get(0).text()).isEqualTo("Mawar 5000");
    assertThat(asked).containsExactly("/prices Price of roses?");
    assertThat(lab.shown(sari).get(1)).endsWith("Price of roses?");
  }

  @Test
  void aServiceThatFailsCostsNoMessage() throws Exception {
    TelegramUser darma = lab.telegram.addUser("darma", "Darma", "A");
    edit("translate-text", on("translate-text"));
    darma.says(bot, "halo");
    TestWait.until(() -> lab.shown(sari).size() == 2, "the translated text");
    service.stop(0);
    darma.says(bot, "masih di sana?");
    TestWait.until(() -> lab.shown(sari).size() == 3, "the text as it was");

    assertThat(lab.shown(sari).get(1)).endsWith("HALO");
    assertThat(lab.shown(sari).get(2)).endsWith("masih di sana?");
  }

  @Test
  void whoIsListedIsBlockedAndAColleagueGetsACopy() throws Exception {
    TelegramUser colleague = lab.telegram.addUser("kadek", "Kadek", "B");
    TelegramUser spammer = lab.telegram.addUser("spammer1", "Spam", "C");
    colleague.says(bot, "saya Kadek");
    TestWait.until(() -> lab.shown(sari).size() == 2, "the colleague as a contact");
    edit("block-list", on("block-list"));
    edit(
        "copy-to-colleagues",
        on("copy-to-colleagues")
            .replace("xmpp darma96@xmpp.jp, mail sari@example.com", "telegram kadek"));

    spammer.says(bot, "buy this");
    TelegramUser darma = lab.telegram.addUser("darma", "Darma", "A");
    darma.says(bot, "halo");
    TestWait.until(() -> lab.telegram.messagesTo(colleague).size() == 1, "the copy");
    TestWait.until(() -> lab.shown(sari).size() == 3, "halo on LINE");

    assertThat(lab.telegram.messagesTo(colleague).get(0).text()).endsWith("halo");
    assertThat(lab.shown(sari)).noneMatch(text -> text.contains("buy this"));
  }

  @Test
  void aRuleThatFailsOnAnyMessageIsRefusedWithItsLine() throws Exception {
    Path file = routes.resolve("rules/office-hours.camel.yaml");
    Files.writeString(file, on("office-hours").replace("'08:00'", "'8'"));

    TestWait.until(
        () -> lab.get("/route-files").path("refused").size() == 1, "the refusal of the rule");

    assertThat(lab.get("/route-files").path("refused").path(0).asText())
        .matches(file + ":\\d+: camel: .*time: 8 .*");
    assertThat(lab.get("/route-files").path("version").asInt()).isEqualTo(1);
  }

  @Test
  void outsideTheOfficeHoursPartnersAreToldSo() throws Exception {
    TelegramUser darma = lab.telegram.addUser("darma", "Darma", "A");
    edit("office-hours", on("office-hours").replace("'08:00', '17:00'", "'00:00', '00:00'"));

    darma.says(bot, "ada orang?");
    TestWait.until(() -> lab.telegram.messagesTo(darma).size() == 1, "the notice");
    TestWait.until(() -> lab.shown(sari).size() == 2, "the text on LINE");

    assertThat(lab.telegram.messagesTo(darma).get(0).text()).startsWith("The office is open");
  }

  @Test
  void aTrialOnTenThousandMessagesShowsTheDifferenceAndSendsNothing() throws Exception {
    TelegramUser darma = lab.telegram.addUser("darma", "Darma", "A");
    TelegramUser spammer = lab.telegram.addUser("spammer1", "Spam", "C");
    darma.says(bot, "halo");
    spammer.says(bot, "buy this");
    TestWait.until(() -> lab.shown(sari).size() == 3, "both on LINE");
    store(9_998);
    TestWait.until(
        () -> lab.count("SELECT count(*) FROM outbox WHERE source_id IS NOT NULL") >= 10_000,
        "all mapped",
        java.time.Duration.ofMinutes(2));
    long outgoing = lab.count("SELECT count(*) FROM outbox");
    long blocked =
        lab.count("SELECT count(*) FROM inbox WHERE sender = '%s'".formatted(spammer.id()));

    JsonNode tried =
        lab.post(
            "/route-files/try",
            Map.of(
                "files",
                Map.of(
                    "rules/block-list.camel.yaml",
                    on("block-list"),
                    "rules/answer-keyword.camel.yaml",
                    on("answer-keyword"))),
            200);

    assertThat(tried.path("refused")).isEmpty();
    assertThat(tried.path("messages").asLong()).isEqualTo(10_000);
    assertThat(tried.path("different").asLong()).isEqualTo(blocked).isGreaterThan(900);
    assertThat(tried.path("items")).hasSize((int) blocked);
    for (JsonNode item : tried.path("items")) {
      assertThat(item.path("before").path(0).path("text").asText()).contains("(spammer1)");
      assertThat(item.path("after")).isEmpty();
    }
    assertThat(lab.count("SELECT count(*) FROM outbox")).isEqualTo(outgoing);
    assertThat(asked).isEmpty();
    assertThat(lab.get("/route-files").path("version").asInt()).isEqualTo(1);
  }

  /** Copies of what is stored, as if they had come: every tenth from the spammer. */
  private void store(int messages) throws Exception {
    try (Connection active = lab.active();
        var statement = active.createStatement()) {
      statement.execute(
          """
          INSERT INTO inbox (ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender,
                             user_name, display_name, kind, text, quotes, hints, sent_at, received_at,
                             journaled_at, stored_at)
          SELECT i.ledger, i.network, i.day, i.node, i.lane, i.owner_id, i.bot_id, 'copy-' || n, i.sender,
                 i.user_name, i.display_name, i.kind, 'text ' || n, i.quotes, i.hints, i.sent_at,
                 i.received_at, i.journaled_at, i.stored_at
          FROM generate_series(1, %d) n
          JOIN inbox i ON i.user_name = CASE WHEN n %% 10 = 0 THEN 'spammer1' ELSE 'darma' END
          """
              .formatted(messages));
    }
  }

  private String on(String rule) throws IOException {
    return Files.readString(Path.of("routes/rules", rule + ".camel.yaml"))
        .replace("autoStartup: false", "autoStartup: true")
        .replace("127.0.0.1:8088", "127.0.0.1:" + service.getAddress().getPort());
  }

  /** Saves a rule and waits until it runs. */
  private void edit(String rule, String text) throws Exception {
    int before = lab.get("/route-files").path("version").asInt();
    Files.writeString(routes.resolve("rules").resolve(rule + ".camel.yaml"), text);
    TestWait.until(
        () -> {
          JsonNode status = lab.get("/route-files");
          assertThat(status.path("refused")).isEmpty();
          return status.path("version").asInt() > before;
        },
        rule + " runs");
  }
}
