package dev.kurir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The owners and partners of one sink network: each owner has a master bot, where they are paired,
 * and a bot that partners write to. Registered over the administration, as anybody would. Immutable
 * once made.
 */
final class Population {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NetworkName network;
  private final int partners;
  private final List<BotId> bots = new ArrayList<>();

  private Population(NetworkName network, int partners) {
    this.network = network;
    this.partners = partners;
  }

  /** Where Kurir's administration is. */
  record Administration(URI url, String token) {
    JsonNode post(String path, Object body) throws IOException, InterruptedException {
      return send(
          path,
          request ->
              request
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
      return send(path, HttpRequest.Builder::GET);
    }

    /** What is added to a request. */
    private interface Wish {
      HttpRequest.Builder of(HttpRequest.Builder request) throws IOException;
    }

    private JsonNode send(String path, Wish wish) throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url.resolve("/api/v1" + path))
              .header("Authorization", "Bearer " + token);
      HttpResponse<String> answer =
          HTTP.send(wish.of(request).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(path + ": " + answer.statusCode() + " (expected: 200 or 201)");
      }
      return JSON.readTree(answer.body());
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
  }

  /**
   * Registers them all. The owners are paired some moments after it returns.
   *
   * @param partners how many write to each owner
   */
  static Population register(
      Administration administration, SinkNetwork sink, int owners, int partners)
      throws IOException, InterruptedException {
    Population population = new Population(sink.name(), partners);
    for (int i = 0; i < owners; i++) {
      String owner = sink.name() + "-" + i;
      String code =
          administration.post("/owners", Map.of("username", owner)).path("pairingCode").asText();
      BotId master = population.bot(administration, owner, "master");
      population.bots.add(population.bot(administration, owner, "partner"));
      sink.deliver(List.of(population.arrival(master, "pair-" + i, owner, null, code)))
          .toCompletableFuture()
          .join();
    }
    return population;
  }

  private BotId bot(Administration administration, String owner, String role)
      throws IOException, InterruptedException {
    JsonNode bot =
        administration.post(
            "/owners/" + owner + "/bots",
            Map.of(
                "network",
                network.value(),
                "role",
                role,
                "credentials",
                Map.of("name", owner + "-" + role)));
    return new BotId(bot.path("id").asInt());
  }

  /** How many partners there are. */
  int size() {
    return bots.size() * partners;
  }

  /**
   * What a partner writes.
   *
   * @param run tells runs apart, so that no message is taken for a redelivery
   */
  Arrival arrival(int partner, String run, long number) {
    String name = "partner" + partner;
    return arrival(
        bots.get(partner % bots.size()), run + "-" + number, name, name, Numbered.text(number));
  }

  private Arrival arrival(
      BotId bot, String id, String sender, @Nullable String userName, String text) {
    Instant now = Instant.now();
    Instant sentAt = now.truncatedTo(ChronoUnit.SECONDS); // as Telegram tells it
    return new Arrival(
        network,
        bot,
        new NetworkMessageId(id),
        new Address(sender),
        userName,
        userName == null ? null : "Partner of the bench",
        "text",
        text,
        null,
        sentAt,
        now,
        Map.of());
  }
}
