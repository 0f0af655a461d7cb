package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.testing.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped inbound route, its component and the HTTP server, called as LINE calls it. */
class LineInboundTest {
  private static final Path EVENTS = Path.of("../shared/specs/line/webhook-events");
  private static final String TEXT =
      """
      {"destination":"%s","events":[{"type":"message","mode":"active","timestamp":1462629479859,
       "source":{"type":"user","userId":"U1"},"message":{"id":"9","type":"text","text":"halo"}}]}
      """
          .formatted(Sample.ACCOUNT);

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<List<Arrival>> accepted = new CopyOnWriteArrayList<>();
  private final List<Object> headers = new CopyOnWriteArrayList<>();
  private volatile Exception trouble;
  private LineNetwork network;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = Ports.free();
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost("127.0.0.1");
    configuration.setBindPort(port);
    camel.addService(new VertxPlatformHttpServer(configuration));
    network = Sample.network(URI.create("http://127.0.0.1:1"), null);
    network.open(Sample.bot());
    // The shipped routes leave failures to their policy, which is not part of this test.
    camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    camel.addComponent("line", network.component());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:inbox-accept")
                .process(
                    exchange -> {
                      if (trouble != null) {
                        throw trouble;
                      }
                      headers.addAll(exchange.getMessage().getHeaders().keySet());
                      @SuppressWarnings("unchecked")
                      List<Arrival> arrivals = exchange.getMessage().getBody(List.class);
                      accepted.add(arrivals);
                    });
          }
        });
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            PluginHelper.getResourceLoader(camel)
                .resolveResource("file:routes/networks/line-inbound.camel.yaml"));
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void signedEventsAreAnsweredOkAfterTheRouteTookThemTogether() throws Exception {
    String two = TEXT.replace("\"events\":[", "\"events\":[{\"type\":\"follow\",\"source\":{}},");
    assertThat(post(two).statusCode()).isEqualTo(200);
    assertThat(accepted).hasSize(1);
    assertThat(accepted.get(0)).extracting(Arrival::kind).containsExactly("follow", "text");
    assertThat(headers).isEmpty();
  }

  @Test
  void routeThatFailsIsAnsweredUnavailableAndNothingIsTold() throws Exception {
    trouble = new IllegalStateException("Failing row contains (halo)");
    HttpResponse<String> answer = post(TEXT);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).doesNotContain("halo").contains("deliver again");
    trouble = null;
    assertThat(post(TEXT).statusCode()).isEqualTo(200);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void wrongMissingOrMalformedSignatureIsRefusedBeforeParsing() throws Exception {
    byte[] garbage = "{".getBytes(StandardCharsets.UTF_8);
    assertThat(post(Sample.KEY, garbage, Sample.sign("wrong", garbage)).statusCode())
        .isEqualTo(401);
    assertThat(post(Sample.KEY, garbage, "%%%").statusCode()).isEqualTo(401);
    assertThat(post(Sample.KEY, garbage, null).statusCode()).isEqualTo(401);
    assertThat(accepted).isEmpty();
    assertThat(network.health(new BotId(7)).detail()).contains("another channelSecret");
    assertThat(post(TEXT).statusCode()).isEqualTo(200);
    assertThat(network.health(new BotId(7)).detail()).isEqualTo("webhook");
  }

  @Test
  void malformedJsonIsRefusedWithThePlaceAndWithoutTheContent() throws Exception {
    HttpResponse<String> answer = post("{\"events\":[hemlig]}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("body: malformed at line 1, column")
        .doesNotContain("hemlig");
    for (String other : List.of("[]", "42", "", "{\"events\":7}", "{\"events\":[]} {}")) {
      assertThat(post(other).statusCode()).as(other).isEqualTo(400);
    }
    assertThat(post("[".repeat(100_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void emptyEventsAreLinesTestCallAndAreAnsweredOk() throws Exception {
    assertThat(post("{\"destination\":\"" + Sample.ACCOUNT + "\",\"events\":[]}").statusCode())
        .isEqualTo(200);
    assertThat(accepted).isEmpty();
  }

  @Test
  void bodyOfThreeMegabytesIsTooLarge() throws Exception {
    assertThat(post("x".repeat(3 * 1024 * 1024)).statusCode()).isEqualTo(413);
  }

  @Test
  void unknownKeyIsNotFound() throws Exception {
    byte[] body = TEXT.getBytes(StandardCharsets.UTF_8);
    assertThat(post("another", body, Sample.sign(Sample.SECRET, body)).statusCode()).isEqualTo(404);
  }

  @Test
  void eventsForAnotherDestinationAreAccepted() throws Exception {
    assertThat(post(TEXT.replace(Sample.ACCOUNT, "Uffffffffffffffffffffffffffffffff")).statusCode())
        .isEqualTo(200);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void everyEventOfLinesOwnTestsPassesTheRoute() throws Exception {
    assumeTrue(Files.isDirectory(EVENTS), "LINE's webhook events are not beside the project");
    try (Stream<Path> files = Files.list(EVENTS)) {
      for (Path file : files.toList()) {
        assertThat(post(Files.readString(file)).statusCode()).as(file.toString()).isEqualTo(200);
      }
    }
    assertThat(accepted).hasSize(27);
    assertThat(accepted.stream().mapToInt(List::size).sum()).isEqualTo(28);
  }

  @Test
  void aRequestAtAStoppedRouteWaitsForTheNextOne() throws Exception {
    camel.getRouteController().stopRoute("line-inbound");
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return post(TEXT).statusCode();
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    camel.getRouteController().startRoute("line-inbound");
    assertThat(status.join()).isEqualTo(200);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void endpointTakesCamelsOptionsAndRefusesUnknownOnes() {
    assertThat(camel.getEndpoint("line:webhook?bridgeErrorHandler=true"))
        .isInstanceOf(LineEndpoint.class);
    assertThat(camel.getEndpoint("line:messages?lazyStartProducer=true"))
        .isInstanceOf(LineEndpoint.class);
    assertThatThrownBy(() -> camel.getEndpoint("line:messages?fast=true"))
        .hasMessageContaining("fast");
    assertThatThrownBy(() -> camel.getEndpoint("line:mesages"))
        .hasStackTraceContaining("expected: line:webhook or line:messages");
    assertThatThrownBy(() -> camel.getEndpoint("line:webhook").createProducer())
        .hasMessage("to: line:webhook (expected: line:messages)");
  }

  private HttpResponse<String> post(String body) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return post(Sample.KEY, bytes, Sample.sign(Sample.SECRET, bytes));
  }

  private HttpResponse<String> post(String key, byte[] body, String signature) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook/line/" + key))
            .POST(BodyPublishers.ofByteArray(body));
    if (signature != null) {
      request.header("X-Line-Signature", signature);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
