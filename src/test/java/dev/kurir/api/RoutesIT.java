package dev.kurir.api;

import static dev.kurir.api.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.owner.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the administration shows of the routes, beside what runs. */
class RoutesIT {
  @TempDir static Path data;
  private static TestDatabase database;
  private static RunningApi api;
  private static ApiClient client;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.start();
    api = RunningApi.start(database, data);
    client = new ApiClient(api.url(), Files.readString(api.tokenFile).strip());
    CamelContext context = api.context();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            routeTemplate("post")
                .templateParameter("bot")
                .templateParameter("password")
                .from("direct:post-{{bot}}?exchangePattern=InOnly")
                .routeGroup("networks")
                .routeDescription("Posts as {{bot}} with {{password}}.")
                .to("log:{{password}}@post");
          }
        });
    for (int bot = 1; bot <= 3; bot++) {
      TemplatedRouteBuilder.builder(context, "post")
          .routeId("post-" + bot)
          .parameters(Map.of("bot", bot, "password", "hush"))
          .add();
    }
  }

  @AfterAll
  static void stop() {
    api.close();
    database.close();
  }

  private static HttpResponse<String> get(String path) {
    HttpResponse<String> answer = client.send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("hush");
    return answer;
  }

  private static JsonNode item(String id) {
    for (JsonNode item : json(get("/api/v1/routes")).path("items")) {
      if (item.path("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError(id + " is not listed");
  }

  @Test
  void aRouteIsListedWithWhatItHasDone() {
    JsonNode before = item("api-list-owners");
    client.send("GET", "/api/v1/owners", "");
    client.send("GET", "/api/v1/owners", "");
    client.send("GET", "/api/v1/owners", "", new String[0]);

    JsonNode after = item("api-list-owners");

    assertThat(after.path("status").asText()).isEqualTo("started");
    assertThat(after.path("group").asText()).isEqualTo("api");
    assertThat(after.path("file").asText()).isEqualTo("api/api-list-owners.camel.yaml");
    assertThat(after.path("total").asLong()).isEqualTo(before.path("total").asLong() + 3);
    assertThat(after.path("failed").asLong())
        .as("without a token")
        .isEqualTo(before.path("failed").asLong() + 1);
    assertThat(after.path("meanMs").asDouble()).isPositive();
    assertThat(after.path("inFlight").asLong()).isZero();
    assertThat(item("api-list-routes").path("inFlight").asLong()).isEqualTo(1);
  }

  @Test
  void aRouteThatDoesNotRunIsAbsent() {
    assertThat(item("inbox-store").path("status").asText()).isEqualTo("absent");
  }

  @Test
  void aRouteWithoutAFileIsListedWithoutItsParameters() {
    JsonNode route = item("post-2");

    assertThat(route.path("file").isNull()).isTrue();
    assertThat(route.path("status").asText()).isEqualTo("started");
    assertThat(route.path("from").asText()).isEqualTo("direct:post-2");
    assertThat(route.path("description").asText()).isEqualTo("Posts as 2 with {{password}}.");
    assertThat(json(get("/api/v1/routes/post-2")).path("yaml").isNull()).isTrue();
  }

  @Test
  void aRouteIsShownWithItsFile() throws IOException {
    JsonNode route = json(get("/api/v1/routes/api-add-owner"));

    assertThat(route.path("yaml").asText())
        .isEqualTo(Files.readString(Path.of("routes/api/api-add-owner.camel.yaml")));
    JsonNode instance = json(get("/api/v1/routes/line-to-partner"));
    assertThat(instance.path("file").asText()).isEqualTo("bridge/line-to-partner.camel.yaml");
    assertThat(instance.path("yaml").asText()).startsWith("- templatedRoute:");
  }

  @Test
  void anUnknownRouteIsAnsweredWithTheNearest() {
    HttpResponse<String> answer = client.send("GET", "/api/v1/routes/inbox-acept", "");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("detail").asText())
        .startsWith("route: inbox-acept does not exist")
        .contains("nearest: inbox-accept, ");
  }

  @Test
  void theGraphIsDrawn() {
    JsonNode graph = json(get("/api/v1/routes/graph"));
    HttpResponse<String> svg = get("/api/v1/routes/graph?format=svg");
    HttpResponse<String> mermaid = get("/api/v1/routes/graph?format=mermaid");

    assertThat(graph.path("flows").findValuesAsText("to")).contains("inbox-accept");
    assertThat(graph.path("nodes").findValuesAsText("key"))
        .contains("api-draw-routes", "api-failure", "from rest:/api/v1");
    assertThat(svg.headers().firstValue("Content-Type")).contains("image/svg+xml");
    assertThat(svg.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'");
    assertThat(svg.body()).startsWith("<svg ").contains("api-draw-routes");
    assertThat(mermaid.headers().firstValue("Content-Type")).contains("text/vnd.mermaid");
    assertThat(mermaid.body()).startsWith("flowchart LR\n");
  }
}
