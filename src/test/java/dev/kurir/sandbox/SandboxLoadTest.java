package dev.kurir.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The sandboxes stand thousands of messages; prints how fast, asserts only that none is lost. */
class SandboxLoadTest {
  private static final int CLIENTS = 8;
  private static final int MESSAGES = Integer.getInteger("messages", 8_000);

  @Test
  void linePushesKeepTheirConnections() throws Exception {
    try (LineSandbox line = LineSandbox.start(0)) {
      LineBot bot = line.addBot("Toko Bunga");
      LineUser sari = line.addUser("Sari");
      send(
          "LINE push",
          n ->
              request(line.apiUrl(), "/v2/bot/message/push")
                  .header("Authorization", "Bearer " + bot.channelAccessToken())
                  .header("X-Line-Retry-Key", new java.util.UUID(7, n).toString())
                  .POST(
                      BodyPublishers.ofString(
                          "{\"to\":\"%s\",\"messages\":[{\"type\":\"text\",\"text\":\"n%d\"}]}"
                              .formatted(sari.userId(), n)))
                  .build());
      assertThat(line.messagesTo(sari)).hasSize(MESSAGES);
      assertThat(line.connections()).isLessThanOrEqualTo(CLIENTS);
    }
  }

  @Test
  void telegramSendsKeepTheirConnections() throws Exception {
    try (TelegramSandbox telegram = TelegramSandbox.start(0)) {
      TelegramBot bot = telegram.addBot("tokobunga_bot");
      TelegramUser darma = telegram.addUser("darmaastawan", "Darma", "Astawan");
      darma.says(bot, "Halo");
      send(
          "Telegram sendMessage",
          n ->
              request(telegram.apiUrl(), "/bot" + bot.token() + "/sendMessage")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"chat_id\":%d,\"text\":\"n%d\"}".formatted(darma.id(), n)))
                  .build());
      assertThat(telegram.messagesTo(darma)).hasSize(MESSAGES);
      assertThat(telegram.connections()).isLessThanOrEqualTo(CLIENTS);
    }
  }

  @Test
  void lineWebhooksOfManyUsersArriveOnceEach() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (LineSandbox line = LineSandbox.start(0)) {
      Receiver receiver = new Receiver(connections);
      try {
        LineBot bot = line.addBot("Toko Bunga");
        line.setEndpoint(bot, receiver.url());
        long begin = System.nanoTime();
        for (int user = 0; user < 100; user++) {
          LineUser each = line.addUser("n" + user);
          for (int i = 0; i < MESSAGES / 100; i++) {
            each.says(bot, "Halo");
          }
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> line.eventsOpen() == 0);
        print("LINE webhook", begin);
        assertThat(line.eventsDelivered()).isEqualTo(MESSAGES);
        assertThat(receiver.requests()).isEqualTo(MESSAGES);
        assertThat(connections.get()).isLessThanOrEqualTo(64);
      } finally {
        receiver.close();
      }
    }
  }

  @Test
  void telegramWebhooksOfManyBotsArriveOnceEach() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (TelegramSandbox telegram = TelegramSandbox.start(0)) {
      Receiver receiver = new Receiver(connections);
      try {
        TelegramUser darma = telegram.addUser("darmaastawan", "Darma", "Astawan");
        List<TelegramBot> bots = new ArrayList<>();
        for (int bot = 0; bot < 100; bot++) {
          bots.add(telegram.addBot("n" + bot));
          String set =
              "/bot" + bots.get(bot).token() + "/setWebhook?url=" + receiver.url() + "/" + bot;
          assertThat(Http.call("GET", telegram.apiUrl(), set, "").status()).isEqualTo(200);
        }
        long begin = System.nanoTime();
        for (TelegramBot bot : bots) {
          for (int i = 0; i < MESSAGES / 100; i++) {
            darma.says(bot, "Halo");
          }
        }
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> bots.stream().mapToInt(telegram::pendingUpdates).sum() == 0);
        print("Telegram webhook", begin);
        assertThat(receiver.requests()).isEqualTo(MESSAGES);
        assertThat(connections.get()).isLessThanOrEqualTo(64);
      } finally {
        receiver.close();
      }
    }
  }

  private static void send(String what, IntFunction<HttpRequest> request) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    long begin = System.nanoTime();
    List<Future<?>> all = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int first = client;
      all.add(
          threads.submit(
              () -> {
                HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                for (int n = first; n < MESSAGES; n += CLIENTS) {
                  int status = http.send(request.apply(n), BodyHandlers.discarding()).statusCode();
                  assertThat(status).isEqualTo(200);
                }
                return null;
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }
    threads.shutdown();
    print(what, begin);
  }

  private static HttpRequest.Builder request(URI base, String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", "application/json");
  }

  private static void print(String what, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%s: %,.0f a second on this machine now; the sandbox's threads: %.0f µs of CPU a message%n",
        what, MESSAGES / seconds, cpuOfEventLoops() / 1e3 / MESSAGES);
  }

  /** Nanoseconds; of webhooks' receivers too. */
  private static long cpuOfEventLoops() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null)
        .filter(thread -> thread.getThreadName().startsWith("vert.x-eventloop"))
        .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
        .sum();
  }

  /** A webhook on Vert.x that only counts. */
  private static final class Receiver {
    private final AtomicInteger requests = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer http;

    Receiver(AtomicInteger connections) {
      http =
          vertx
              .createHttpServer()
              .connectionHandler(connection -> connections.incrementAndGet())
              .requestHandler(
                  request ->
                      request
                          .body()
                          .onSuccess(
                              body -> {
                                requests.incrementAndGet();
                                request.response().end();
                              }))
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .join();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + http.actualPort());
    }

    int requests() {
      return requests.get();
    }

    void close() {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
