package dev.kurir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.LineUser;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramGroup;
import dev.kurir.sandbox.TelegramSandbox;
import dev.kurir.sandbox.TelegramUser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sandboxes themselves say is what the specifications allow. */
class SandboxSpeaksAsPublishedTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeEach
  void specifications() {
    Specifications.assumePresent();
  }

  @Test
  void lineAnswersAsPublished() throws Exception {
    try (LineSandbox line = LineSandbox.start(0)) {
      LineBot bot = line.addBot("Toko Bunga");
      LineUser sari = line.addUser("Sari");
      line.setEndpoint(bot, URI.create("http://127.0.0.1:1/hook"));
      line.setMonthlyLimit(bot, 1);
      LineJudge judge = LineJudge.of(line);
      String push =
          "{\"to\":\"" + sari.userId() + "\",\"messages\":[{\"type\":\"text\",\"text\":\"Halo\"}]}";
      String reply = "{\"replyToken\":\"x\",\"messages\":[{\"type\":\"text\",\"text\":\"Halo\"}]}";
      assertThat(line(line, bot, "GET", "/v2/bot/info", "")).isEqualTo(200);
      assertThat(line(line, bot, "GET", "/v2/bot/profile/" + sari.userId(), "")).isEqualTo(200);
      assertThat(line(line, bot, "GET", "/v2/bot/message/quota", "")).isEqualTo(200);
      assertThat(line(line, bot, "GET", "/v2/bot/message/quota/consumption", "")).isEqualTo(200);
      assertThat(line(line, bot, "GET", "/v2/bot/channel/webhook/endpoint", "")).isEqualTo(200);
      assertThat(line(line, bot, "POST", "/v2/bot/channel/webhook/test", "{}")).isEqualTo(200);
      assertThat(line(line, bot, "POST", "/v2/bot/message/push", push)).isEqualTo(200);
      assertThat(line(line, bot, "POST", "/v2/bot/message/push", push)).isEqualTo(409);
      assertThat(line(line, bot, "POST", "/v2/bot/message/reply", reply)).isEqualTo(400);
      judge.assertNoViolations();
      assertThat(judge.judged()).isEqualTo(9);
    }
  }

  private static int line(LineSandbox line, LineBot bot, String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(line.apiUrl().resolve(path))
            .header("Authorization", "Bearer " + bot.channelAccessToken())
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (path.endsWith("push")) {
      request.header("X-Line-Retry-Key", "123e4567-e89b-12d3-a456-426614174000");
    }
    HttpResponse<byte[]> answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(LineJudge.judgeAnswer(method, path, answer.statusCode(), answer.body()))
        .as(method + " " + path)
        .isEmpty();
    return answer.statusCode();
  }

  @Test
  void telegramAnswersAsPublished() throws Exception {
    try (TelegramSandbox telegram = TelegramSandbox.start(0)) {
      TelegramBot bot = telegram.addBot("tokobunga_bot");
      TelegramUser darma = telegram.addUser("darmaastawan", "Darma", "Astawan");
      TelegramJudge judge = TelegramJudge.of(telegram);
      TelegramGroup group = telegram.addGroup("Arisan");
      long id = darma.says(bot, "/start");
      darma.edits(bot, id, "Halo");
      darma.replies(bot, id, "ya");
      darma.says(bot, group, "Halo semua");
      darma.blocks(bot);
      darma.unblocks(bot);
      assertThat(TelegramJudge.judgeValue("User", result(telegram, bot, "getMe", "{}"))).isEmpty();
      JsonNode updates = result(telegram, bot, "getUpdates", "{\"timeout\":0}");
      assertThat(updates).hasSize(6);
      assertThat(TelegramJudge.judgeValue("Array of Update", updates)).isEmpty();
      JsonNode sent =
          result(
              telegram, bot, "sendMessage", "{\"chat_id\":" + darma.id() + ",\"text\":\"Halo\"}");
      assertThat(TelegramJudge.judgeValue("Message", sent)).isEmpty();
      result(telegram, bot, "setWebhook", "{\"url\":\"http://127.0.0.1:1/x\"}");
      JsonNode info = result(telegram, bot, "getWebhookInfo", "{}");
      assertThat(TelegramJudge.judgeValue("WebhookInfo", info)).isEmpty();
      judge.assertNoViolations();
      assertThat(judge.judged()).isEqualTo(5);
    }
  }

  private static JsonNode result(
      TelegramSandbox telegram, TelegramBot bot, String method, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(telegram.apiUrl().resolve("/bot" + bot.token() + "/" + method))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> answer = CLIENT.send(request, BodyHandlers.ofByteArray());
    return new JsonMapper().readTree(answer.body()).path("result");
  }
}
