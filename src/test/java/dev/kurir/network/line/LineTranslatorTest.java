package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTranslatorTest {
  private static final Path EVENTS = Path.of("../shared/specs/line/webhook-events");
  private static final String PERSON = "u206d25c2ea6bd87c17655609a1c37cb8";
  private static final String GROUP = "cxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** file, event, kind, sender, text. */
  private static final List<List<String>> TABLE =
      List.of(
          List.of("account_link", "accountlink", Sample.USER, "[account link] ok"),
          List.of("beacon", "beacon", Sample.USER, "[beacon] enter 374591320"),
          List.of("beacon_with_dm", "beacon", Sample.USER, "[beacon] enter 374591320"),
          List.of("file", "file", PERSON, "[file] sample.pdf (22016 bytes)"),
          List.of("follow", "follow", PERSON, "[follow] added this bot as a friend"),
          List.of("image", "image", PERSON, "[image] https://example.com/original.jpg"),
          List.of("join", "join", GROUP, "[join] this bot was added to the chat"),
          List.of("leave", "leave", GROUP, "[leave] this bot is no longer in the chat"),
          List.of(
              "location",
              "location",
              PERSON,
              "[location] hello 〒150-0002 東京都渋谷区渋谷２丁目２１−１ (35.65910807942215,"
                  + " 139.70372892916203)"),
          List.of("member_joined", "joined", "C1234567890", "[members joined] U111111"),
          List.of("member_left", "left", "C1234567890", "[members left] U111111"),
          List.of("message-edited", "edited", GROUP, PERSON + ": [edited] Hello, edited world"),
          List.of(
              "postback", "postback", PERSON, "[postback] action=buyItem&itemId=123123&color=red"),
          List.of("sticker", "sticker", PERSON, "[sticker] bed, sleep, bedtime"),
          List.of("sticker-keywords-array", "sticker", PERSON, "[sticker] keyword"),
          List.of("sticker-keywords-remove", "sticker", PERSON, "[sticker]"),
          List.of(
              "sticker-with-text",
              "sticker",
              PERSON,
              "[sticker] userEnteredText bed, sleep, bedtime"),
          List.of("text-emojis", "text", PERSON, "Hello, world"),
          List.of("text-group", "text", PERSON, "Hello, world"),
          List.of("text-mention", "text", PERSON, "Hello, world @Brown and @Cony"),
          List.of("text-user", "text", PERSON, "Hello, world"),
          List.of("unfollow", "unfollow", PERSON, "[unfollow] blocked this bot"),
          List.of("unknown", "greatnewfeature", Sample.USER, "[great new feature]"),
          List.of("unsend", "unsend", PERSON, "[unsend] took back message 325708"),
          List.of(
              "video",
              "video",
              "U4af4980629...",
              "[video] (60 s) https://example.com/original.mp4"),
          List.of(
              "video-play-complete",
              "videoplaycomplete",
              "U4af4980629...",
              "[video watched] track_id"),
          List.of("webhook-redelivery", "text", PERSON, "Hello, world"));

  @Test
  void everyEventOfLinesOwnTestsIsTranslated() throws IOException {
    assumeTrue(Files.isDirectory(EVENTS), "LINE's webhook events are not beside the project");
    Set<String> translated = new TreeSet<>();
    for (List<String> row : TABLE) {
      Arrival arrival = file(row.get(0)).get(0);
      assertThat(List.of(arrival.kind(), arrival.sender().value(), arrival.text()))
          .as(row.get(0))
          .isEqualTo(row.subList(1, 4));
      assertThat(arrival.sentAt()).as(row.get(0)).isBefore(Instant.parse("2020-01-01T00:00:00Z"));
      assertThat(arrival.receivedAt()).isEqualTo(Sample.NOW);
      assertThat(arrival.displayName()).isNull();
      translated.add(row.get(0) + ".json");
    }
    try (Stream<Path> files = Files.list(EVENTS)) {
      assertThat(files.map(f -> f.getFileName().toString())).hasSize(27).containsAll(translated);
    }
  }

  @Test
  void eventOfUnknownSourceAndMessageTypeIsStoredUnderTheBot() throws IOException {
    assumeTrue(Files.isDirectory(EVENTS), "LINE's webhook events are not beside the project");
    Arrival arrival = file("unknown").get(1);
    assertThat(arrival.kind()).isEqualTo("unknownunknownuknown");
    assertThat(arrival.text()).isEqualTo("[unknownunknownuknown]");
    assertThat(arrival.sender().value()).isEqualTo(Sample.ACCOUNT);
    assertThat(arrival.userName()).isNull();
  }

  @Test
  void unsendNamesTheMessageThatIsTakenBack() {
    Arrival arrival =
        one(
            """
            {"type":"unsend","mode":"active","timestamp":1462629479859,
             "webhookEventId":"01G2KZKG2DS765NMRH3GZFD8AP","source":{"type":"user","userId":"U1"},
             "unsend":{"messageId":"325708"}}
            """);
    assertThat(arrival.kind()).isEqualTo(Arrival.TAKEN_BACK);
    assertThat(arrival.quotes()).isEqualTo(new NetworkMessageId("325708"));
  }

  @Test
  void personHasTheUserIdAsNameAndAReplyToken() {
    Arrival arrival =
        one(
            """
            {"type":"message","mode":"active","replyToken":"rt","timestamp":1462629479859,
             "webhookEventId":"01G2KZKG2DS765NMRH3GZFD8AP","source":{"type":"user","userId":"U1"},
             "message":{"id":"9","type":"text","text":"hi (hello)","quotedMessageId":"8"}}
            """);
    assertThat(arrival.userName()).isEqualTo("U1");
    assertThat(arrival.networkMessageId().value()).isEqualTo("01G2KZKG2DS765NMRH3GZFD8AP");
    assertThat(arrival.quotes()).isEqualTo(new NetworkMessageId("8"));
    assertThat(arrival.sentAt()).isEqualTo(Instant.ofEpochMilli(1462629479859L));
    assertThat(arrival.hints())
        .isEqualTo(
            Map.of("replyToken", "rt", "messageId", "9", "chatType", "user", "mode", "active"));
  }

  @ParameterizedTest
  @CsvSource({"group,groupId,C1", "room,roomId,R1"})
  void chatIsTheSenderAndTheWriterIsNamedInTheText(String type, String field, String id) {
    Arrival arrival =
        one(
            """
            {"type":"message","mode":"active","replyToken":"rt",
             "source":{"type":"%s","%s":"%s","userId":"U1"},
             "message":{"id":"9","type":"text","text":"hi"}}
            """
                .formatted(type, field, id));
    assertThat(arrival.sender().value()).isEqualTo(id);
    assertThat(arrival.userName()).isNull();
    assertThat(arrival.text()).isEqualTo("U1: hi");
    assertThat(arrival.hints()).containsEntry("chatType", type);
  }

  @Test
  void standbyEventIsStoredWithoutItsReplyToken() {
    Arrival arrival =
        one(
            """
            {"type":"message","mode":"standby","replyToken":"rt",
             "source":{"type":"user","userId":"U1"},
             "message":{"id":"9","type":"text","text":"hi"}}
            """);
    assertThat(arrival.hints()).containsEntry("mode", "standby").doesNotContainKey("replyToken");
    assertThat(arrival.text()).isEqualTo("hi");
  }

  @Test
  void redeliveryOfAnOldEventKeepsItsId() {
    String first =
        """
        {"type":"unsend","timestamp":5,"replyToken":"a","deliveryContext":{"isRedelivery":false},
         "source":{"type":"user","userId":"U1"},"unsend":{"messageId":"9"}}
        """;
    String again =
        """
        {"unsend":{"messageId":"9"},"deliveryContext":{"isRedelivery":true},"type":"unsend",
         "source":{"userId":"U1","type":"user"},"timestamp":5,"replyToken":"b"}
        """;
    assertThat(one(first).networkMessageId()).isEqualTo(one(again).networkMessageId());
    assertThat(one(first).networkMessageId())
        .isNotEqualTo(one(first.replace("\"9\"", "\"10\"")).networkMessageId());
  }

  @Test
  void oldMessageIsKnownByItsOwnIdButItsEditAndUnsendAreNot() {
    String message = "{\"type\":\"message\",\"message\":{\"id\":\"9\",\"type\":\"text\"}}";
    String edit = message.replace("\"message\",\"", "\"messageEdited\",\"");
    assertThat(one(message).networkMessageId().value()).isEqualTo("9");
    assertThat(one(edit).networkMessageId().value()).startsWith("sha256:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'membership','membership':{'type':'joined','membershipId':3}} | membership |"
            + " [membership] joined 3",
        "{'type':'module','module':{'type':'attached','botId':'U','scopes':[]}} | module |"
            + " [module] attached",
        "{'type':'activated','chatControl':{'expireAt':1}} | activated | [activated]",
        "{'type':'deactivated'} | deactivated | [deactivated]",
        "{'type':'botSuspended'} | botsuspended | [bot suspended]",
        "{'type':'botResumed'} | botresumed | [bot resumed]",
        "{'type':'delivery','delivery':{'data':'x'}} | delivery | [delivery] a notification message"
            + " arrived",
        "{'type':'follow','follow':{'isUnblocked':true}} | follow | [follow] unblocked this bot",
        "{'type':'postback','postback':{'data':'d','params':{'date':'2026-07-01'}}} | postback |"
            + " [postback] d (date 2026-07-01)",
        "{'type':'message','message':{'type':'audio','duration':1600}} | audio | [audio] (2 s)",
        "{'type':'message','message':{'type':'image','imageSet':{'id':'1','index':2,'total':3}}} |"
            + " image | [image] 2 of 3",
        "{'type':'message','message':{'type':'text','text':''}} | text | ''",
        "{'type':'message'} | unknown | [unknown message]",
        "{} | unknown | [unknown event]",
        "42 | unknown | [unknown event]",
        "null | unknown | [unknown event]",
        "[] | unknown | [unknown event]"
      })
  void everyOtherKindSaysWhatItIs(String event, String kind, String text) {
    Arrival arrival = one(event.replace('\'', '"'));
    assertThat(arrival.kind()).isEqualTo(kind);
    assertThat(arrival.text()).isEqualTo(text);
  }

  @Test
  void impossibleTimeIsTheTimeOfReceiving() {
    for (String time : List.of("0", "-1", "9223372036854775807", "1e300", "\"x\"", "null")) {
      assertThat(one("{\"timestamp\":" + time + "}").sentAt()).as(time).isEqualTo(Sample.NOW);
    }
  }

  @Test
  void nothingInAnEventMakesItThrow() throws IOException {
    assumeTrue(Files.isDirectory(EVENTS), "LINE's webhook events are not beside the project");
    List<JsonNode> odd = new ArrayList<>();
    for (String value :
        List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"a\\u0000\\ud83d\"",
            "-7",
            "1e999",
            "true",
            "[]",
            "[[{}]]",
            "{}",
            "{\"a\":{}}")) {
      odd.add(JSON.readTree(value));
    }
    odd.add(JSON.getNodeFactory().textNode("long".repeat(2_000)));
    int tried = 0;
    for (List<String> row : TABLE) {
      JsonNode root = JSON.readTree(Files.readAllBytes(EVENTS.resolve(row.get(0) + ".json")));
      for (JsonNode event : root.path("events")) {
        tried += distort(event, event, odd);
      }
    }
    assertThat(tried).isGreaterThan(3_000);
  }

  /** Puts every odd value in every place of the event, one at a time. */
  private static int distort(JsonNode event, JsonNode inside, List<JsonNode> odd) {
    int tried = 0;
    if (inside instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode was = object.get(name);
        tried += distort(event, was, odd);
        for (JsonNode value : odd) {
          object.set(name, value);
          translate(event);
          tried++;
        }
        object.remove(name);
        translate(event);
        object.set(name, was);
      }
    } else if (inside instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode was = array.get(i);
        tried += distort(event, was, odd);
        for (JsonNode value : odd) {
          array.set(i, value);
          translate(event);
          tried++;
        }
        array.set(i, was);
      }
    }
    return tried;
  }

  private static List<Arrival> translate(JsonNode event) {
    return LineTranslator.translate(
        new BotId(7), new LineRequest(Sample.ACCOUNT, List.of(event)), Sample.NOW);
  }

  private static Arrival one(String event) {
    byte[] body = ("{\"events\":[" + event + "]}").getBytes(StandardCharsets.UTF_8);
    return LineTranslator.translate(new BotId(7), LineRequest.parse(body), Sample.NOW).get(0);
  }

  private static List<Arrival> file(String name) throws IOException {
    LineRequest request = LineRequest.parse(Files.readAllBytes(EVENTS.resolve(name + ".json")));
    return LineTranslator.translate(new BotId(7), request, Sample.NOW);
  }
}
