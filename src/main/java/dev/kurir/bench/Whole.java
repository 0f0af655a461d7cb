package dev.kurir.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.bench.Laboratory.Specimen;
import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.LineUser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole way between sandboxes: signed Telegram webhooks in on 64 connections, the owners' LINE
 * shows them at the end; against the same messages pushed straight into the LINE sandbox.
 */
final class Whole implements Mode {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OWNERS = 32;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "whole";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    int messages = Math.max(500, laboratory.plan().messages() / 20);
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger shown = new AtomicInteger();
    try (Networks networks = new Networks();
        Connections connections = new Connections()) {
      networks.line().onShown(message -> count(message.text(), shown));
      Specimen specimen = laboratory.start(networks.settings(), Sink.NAME);
      for (int i = 0; i < OWNERS; i++) {
        networks.addOwner(specimen, "whole-" + i);
      }
      awaitPaired(laboratory, specimen);
      List<Webhook> pushes = pushes(networks, messages);
      Alternation.Side kurir =
          () -> {
            int first = runs.incrementAndGet() * messages;
            return timed(
                networks,
                shown,
                messages,
                () -> connections.post(messages, n -> networks.telegramWebhook(first, n)));
          };
      laboratory.plan().told().accept("warming up");
      kurir.measure();
      Alternation alternation =
          laboratory
              .alternation()
              .against(
                  "sandbox",
                  () ->
                      timed(
                          networks,
                          shown,
                          messages,
                          () -> connections.post(messages, n -> fresh(pushes.get(n)))))
              .run("rate", kurir);
      laboratory.stop(specimen);
      return List.of(
          Figure.of(
              "webhook in to sandbox out, against the sandbox alone",
              "messages/s",
              alternation.pairs("sandbox", "rate"),
              null));
    }
  }

  private interface Sending {
    Object send() throws InterruptedException;
  }

  /** Until the sandbox shows every message. */
  private static Map<String, Double> timed(
      Networks networks, AtomicInteger shown, int messages, Sending sending) throws Exception {
    networks.line().forgetMessages();
    shown.set(0);
    long begun = System.nanoTime();
    sending.send();
    Await.until(
        () -> shown.get() >= messages,
        Duration.ofMillis(1),
        LIMIT,
        () -> messages - shown.get() + " messages are missing");
    return Map.of("rate", messages * 1e9 / (System.nanoTime() - begun));
  }

  private static void count(String text, AtomicInteger shown) {
    if (Numbered.number(text) >= 0) {
      shown.incrementAndGet();
    }
  }

  private static void awaitPaired(Laboratory laboratory, Specimen specimen) throws Exception {
    long all = OWNERS + (long) laboratory.plan().owners();
    try (Ledger ledger = new Ledger(specimen.database())) {
      Await.until(
          () -> ledger.paired() == all,
          Duration.ofMillis(50),
          LIMIT,
          () -> "not every owner is paired");
    }
  }

  /**
   * What Kurir would send at its best: five messages a request are only possible when they wait.
   */
  private static List<Webhook> pushes(Networks networks, int messages) throws Exception {
    LineBot bot = networks.line().addBot("straight");
    LineUser user = networks.line().addUser("straight");
    URI url = networks.line().apiUrl().resolve("/v2/bot/message/push");
    List<Webhook> pushes = new ArrayList<>();
    for (int n = 0; n < messages; n++) {
      byte[] body =
          JSON.writeValueAsBytes(
              Map.of(
                  "to",
                  user.userId(),
                  "messages",
                  List.of(Map.of("type", "text", "text", Numbered.text(n)))));
      Map<String, String> headers =
          Map.of(
              "Content-Type",
              "application/json",
              "Authorization",
              "Bearer " + bot.channelAccessToken());
      pushes.add(new Webhook(Integer.toString(n), url, headers, body));
    }
    return pushes;
  }

  private static Webhook fresh(Webhook push) {
    Map<String, String> headers = new java.util.TreeMap<>(push.headers());
    headers.put("X-Line-Retry-Key", UUID.randomUUID().toString());
    return new Webhook(push.id(), push.url(), headers, push.body());
  }
}
