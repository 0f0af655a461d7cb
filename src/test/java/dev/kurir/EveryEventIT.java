package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.network.telegram.TelegramExamples;
import dev.kurir.testing.Specifications;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of event that LINE and Telegram publish, through a running Kurir. */
class EveryEventIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir static Path directory;
  private static Lab lab;
  private static Circle circle;

  @BeforeAll
  static void start() throws Exception {
    Specifications.assumePresent();
    lab = new Lab(directory.resolve("data")).withPublicUrl().start();
    circle = Circle.of(lab, "sari");
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  /**
   * The samples are older than {@code webhookEventId}, which LINE sends with every event today:
   * each is given one.
   */
  @Test
  void everyEventOfLineIsStoredOnceAndTheOwnerSeesWhatItWas() throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    int events = 0;
    try (Stream<Path> files = Files.list(Specifications.file("line/webhook-events"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode body = JSON.readTree(file.toFile());
        for (JsonNode event : body.get("events")) {
          ((ObjectNode) event)
              .put("webhookEventId", "01H0000000000000000000%04d".formatted(events++));
        }
        bodies.add(JSON.writeValueAsBytes(body));
      }
    }
    assertThat(bodies).hasSize(27);
    long before = stored("line");
    for (byte[] body : bodies) {
      assertThat(
              lab.line
                  .deliver(circle.owner().bot(), body)
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS))
          .isEqualTo(200);
    }
    long expected = before + events;
    TestWait.until(() -> stored("line") == expected, "every event in the inbox", LONG);
    everythingIsMapped("line");

    for (byte[] body : bodies) {
      lab.line.deliver(circle.owner().bot(), body).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    theConversationGoesOn("after LINE's events");
    assertThat(stored("line")).as("after a redelivery of all").isEqualTo(expected + 1);
    assertThat(lab.shown(circle.owner()))
        .anyMatch(text -> text.startsWith("LINE\n") && text.contains("[sticker"))
        .anyMatch(text -> text.startsWith("LINE\n") && text.contains("[unfollow]"))
        .anyMatch(text -> text.startsWith("LINE\n") && text.contains("[great new feature]"));
  }

  /** Every kind of update, and a message with each of its fields. */
  @Test
  void everyUpdateOfTelegramIsStoredOnceAndTheOwnerSeesWhatItWas() throws Exception {
    Map<String, ObjectNode> updates = new TelegramExamples().updates();
    updates.keySet().removeIf(name -> name.contains(".") && !name.startsWith("message."));
    assertThat(updates).hasSizeGreaterThan(100);
    long before = stored("telegram");
    int sent = 0;
    Set<String> unwanted = new HashSet<>();
    for (Map.Entry<String, ObjectNode> update : updates.entrySet()) {
      ObjectNode json = update.getValue();
      json.remove("update_id");
      if (circle.partner().sends(circle.bot(), json.toString()) == 0) {
        unwanted.add(update.getKey());
      } else {
        sent++;
      }
    }
    assertThat(unwanted).as("kinds that Kurir did not ask for").isEmpty();
    long expected = before + sent;
    TestWait.until(() -> lab.telegram.pendingUpdates(circle.bot()) == 0, "all to be taken", LONG);
    TestWait.until(() -> stored("telegram") == expected, "every update in the inbox", LONG);
    everythingIsMapped("telegram");
    theConversationGoesOn("after Telegram's updates");
  }

  /** Each inbox row has become a message that was delivered to the owner and says something. */
  private static void everythingIsMapped(String network) throws Exception {
    TestWait.until(
        () ->
            lab.count(
                    "SELECT count(*) FROM inbox_"
                        + network
                        + " i WHERE NOT EXISTS (SELECT FROM outbox o JOIN receipt r"
                        + " ON r.outbox_id = o.id AND r.day = o.day AND r.state = 'delivered'"
                        + " WHERE o.source_id = i.id)")
                == 0,
        "every event of " + network + " at the owner's",
        LONG);
    assertThat(
            lab.count(
                "SELECT count(*) FROM inbox_" + network + " WHERE btrim(text, E' \\n\\t') = ''"))
        .as("events that say nothing")
        .isZero();
    assertThat(lab.count("SELECT count(*) FROM receipt WHERE state <> 'delivered'")).isZero();
    assertThat(lab.shown(circle.owner()))
        .noneMatch(text -> text.contains("could not be passed on"));
  }

  private static void theConversationGoesOn(String words) {
    circle.partnerSays(words);
    circle.ownerSays(words);
    TestWait.until(() -> circle.ownerRead().contains(words), words);
    TestWait.until(() -> circle.partnerRead().contains(words), words);
  }

  private static long stored(String network) throws Exception {
    return lab.count("SELECT count(*) FROM inbox_" + network);
  }
}
