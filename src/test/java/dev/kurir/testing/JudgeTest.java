package dev.kurir.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.sandbox.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judges find planted errors, and let pass what is right. */
class JudgeTest {
  private static final String TOKEN = "7000000001:" + "A".repeat(35);
  private static final String TEXT = "{\"type\":\"text\",\"text\":\"Halo\"}";

  private final LineJudge line = new LineJudge();
  private final TelegramJudge telegram = new TelegramJudge();

  @BeforeEach
  void specifications() {
    Specifications.assumePresent();
  }

  @Test
  void rightRequestsPass() {
    line.accept(push("{\"to\":\"U1\",\"messages\":[" + TEXT + "]}"));
    line.accept(
        lineRequest(
            "POST", "/v2/bot/message/reply", "{\"replyToken\":\"x\",\"messages\":[" + TEXT + "]}"));
    line.accept(lineRequest("GET", "/v2/bot/info", ""));
    line.accept(lineRequest("GET", "/v2/bot/profile/U1", ""));
    line.accept(
        lineRequest(
            "PUT", "/v2/bot/channel/webhook/endpoint", "{\"endpoint\":\"https://a.test/x\"}"));
    line.accept(lineRequest("GET", "/v2/bot/message/1/content", ""));
    line.assertNoViolations();
    assertThat(line.judged()).isEqualTo(6);
    telegram.accept(call("getMe", ""));
    telegram.accept(call("sendMessage", "{\"chat_id\":5000000001,\"text\":\"Halo\"}"));
    telegram.accept(
        call(
            "sendMessage",
            "{\"chat_id\":1,\"text\":\"x\",\"reply_parameters\":{\"message_id\":1,"
                + "\"allow_sending_without_reply\":true},\"reply_markup\":{\"inline_keyboard\":"
                + "[[{\"text\":\"ya\",\"callback_data\":\"y\"}]]}}"));
    telegram.accept(call("getUpdates", "{\"offset\":-1,\"allowed_updates\":[\"message\"]}"));
    telegram.accept(form("sendMessage", "chat_id=1&text=12"));
    telegram.accept(form("getUpdates", "offset=3&allowed_updates=%5B%22message%22%5D"));
    telegram.assertNoViolations();
    assertThat(telegram.judged()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[{\"type\":\"text\",\"text\":\"x\"}]} | to",
        "{\"to\":\"U1\"} | messages",
        "{\"to\":\"U1\",\"messages\":[]} | messages",
        "{\"to\":\"U1\",\"messages\":[{\"type\":\"text\"}]} | messages/0",
        "{\"to\":\"U1\",\"messages\":[{\"type\":\"text\",\"text\":5}]} | messages/0",
        "{\"to\":\"U1\",\"messages\":[{\"text\":\"x\"}]} | messages/0",
        "{\"to\":\"U1\",\"messages\":[{\"type\":\"file\",\"text\":\"x\"}]} | messages",
        "{\"to\":7,\"messages\":[{\"type\":\"text\",\"text\":\"x\"}]} | string",
        "{\"to\": | parse",
      })
  void brokenPushIsFound(String body, String about) {
    line.accept(push(body));
    assertThat(line.violations()).isNotEmpty();
    assertThat(line.violations().toString()).containsIgnoringCase(about);
    assertThatThrownBy(line::assertNoViolations)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("violations of the specification in 1 requests");
  }

  @Test
  void onlyTextsAndIdsShareAVerdict() {
    for (int i = 0; i < 2_000; i++) {
      line.accept(
          push("{\"to\":\"U" + i + "\",\"messages\":[" + TEXT.replace("Halo", "n" + i) + "]}"));
    }
    line.accept(push("{\"to\":\"U1\",\"messages\":[" + TEXT.replace("\"Halo\"", "5") + "]}"));
    assertThat(line.judged()).isEqualTo(2_001);
    assertThat(line.violations()).hasSize(1);
  }

  @Test
  void brokenLineRequestsAreFound() {
    line.accept(lineRequest("POST", "/v2/bot/message/pusch", "{}"));
    line.accept(lineRequest("DELETE", "/v2/bot/info", ""));
    line.accept(request("GET", "/v2/bot/info", "", Map.of()));
    line.accept(
        request(
            "POST",
            "/v2/bot/message/push",
            "{\"to\":\"U1\",\"messages\":[" + TEXT + "]}",
            Map.of(
                "authorization",
                "Bearer x",
                "content-type",
                "application/json",
                "x-line-retry-key",
                "not-a-uuid")));
    assertThat(line.violations()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sendMassage | {} | no such method",
        "sendMessage | {\"chat_id\":1} | sendMessage.text: missing",
        "sendMessage | {\"text\":\"x\"} | sendMessage.chat_id: missing",
        "sendMessage | {\"chat_id\":1,\"text\":5} | sendMessage.text: not String",
        "sendMessage | {\"chat_id\":1.5,\"text\":\"x\"} | sendMessage.chat_id: not",
        "sendMessage | {\"chat_id\":1,\"text\":\"x\",\"properties\":1} | properties: unknown field",
        "sendMessage | {\"chat_id\":1,\"text\":\"x\",\"reply_parameters\":{}} | message_id: missing",
        "sendMessage | {\"chat_id\":1,\"text\":\"x\",\"reply_parameters\":{\"message_id\":\"1\"}} | not Integer",
        "sendMessage | {\"chat_id\":1,\"text\":\"x\",\"entities\":[{\"type\":\"bold\",\"offset\":0}]} | entities[0].length",
        "getUpdates | {\"allowed_updates\":[1]} | allowed_updates[0]: not String",
        "getMe | {\"x\" | no JSON",
        "getMe | [] | no JSON object",
      })
  void brokenCallIsFound(String method, String body, String violation) {
    telegram.accept(call(method, body));
    assertThat(telegram.violations()).hasSize(1);
    assertThat(telegram.violations().get(0)).contains(violation).doesNotContain(TOKEN);
  }

  @Test
  void malformedTokenIsFound() {
    telegram.accept(request("GET", "/botnonsense/getMe", "", Map.of()));
    assertThat(telegram.violations()).hasSize(1);
  }

  @Test
  void silentJudgeIsContent() {
    assertThatCode(line::assertNoViolations).doesNotThrowAnyException();
    assertThat(List.of(line.judged(), telegram.judged())).containsOnly(0L);
  }

  private static RecordedRequest push(String body) {
    return lineRequest("POST", "/v2/bot/message/push", body);
  }

  private static RecordedRequest lineRequest(String method, String path, String body) {
    return request(
        method,
        path,
        body,
        body.isEmpty()
            ? Map.of("authorization", "Bearer x")
            : Map.of("authorization", "Bearer x", "content-type", "application/json"));
  }

  private static RecordedRequest call(String method, String body) {
    return request(
        "POST", "/bot" + TOKEN + "/" + method, body, Map.of("content-type", "application/json"));
  }

  private static RecordedRequest form(String method, String body) {
    return request(
        "POST",
        "/bot" + TOKEN + "/" + method,
        body,
        Map.of("content-type", "application/x-www-form-urlencoded"));
  }

  private static RecordedRequest request(
      String method, String path, String body, Map<String, String> headers) {
    return new RecordedRequest(method, path, "", headers, body.getBytes(StandardCharsets.UTF_8));
  }
}
