package dev.kurir.network;

import dev.kurir.message.NetworkName;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of all webhooks: {@code POST /webhook/<network>/<key>} on the main port. Hands the
 * raw bytes to the adapter on a worker thread and answers what it says; nothing of the request is
 * echoed.
 *
 * <p>A body over {@link #MAX_BODY} is answered 413, a handler that throws 503, so that the network
 * delivers again. Thread-safe.
 */
public final class WebhookIntake {
  /** The largest body that is read, in bytes. */
  public static final long MAX_BODY = 2L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookIntake.class);

  private static final long PATIENCE_MS = 10_000;

  private final CamelContext context;
  private final NetworkName network;
  private @Nullable Handler handler;
  private Passage passage = new Passage();
  private long ceased = System.nanoTime();

  private WebhookIntake(CamelContext context, NetworkName network) {
    this.context = context;
    this.network = network;
  }

  /** Answers one request. Called on many threads at once. */
  @FunctionalInterface
  public interface Handler {
    /** Returns only after what the answer acknowledges is stored. */
    Answer handle(Request request) throws Exception;
  }

  /**
   * A webhook request.
   *
   * @param key the last part of the path
   * @param body the raw bytes that a signature covers
   */
  public static final class Request {
    private final String key;
    private final HttpServerRequest http;
    private final byte[] body;

    Request(String key, HttpServerRequest http, byte[] body) {
      this.key = key;
      this.http = http;
      this.body = body;
    }

    public String key() {
      return key;
    }

    /** {@code GET} or {@code POST}. */
    public String method() {
      return http.method().name();
    }

    /** What stands behind the path's question mark, by name; of several values the first. */
    public Map<String, String> parameters() {
      Map<String, String> parameters = new TreeMap<>();
      http.params().forEach(one -> parameters.putIfAbsent(one.getKey(), one.getValue()));
      parameters.remove("key");
      return parameters;
    }

    /** The raw bytes, which a signature covers. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] body() {
      return body;
    }

    /** A header, whatever the case of its name. */
    public @Nullable String header(String name) {
      return http.getHeader(name);
    }
  }

  /**
   * What the network is told.
   *
   * @param text empty, or one sentence naming the rule that was broken, or what the network asked
   *     for
   * @param contentType empty where the text is a refusal's
   */
  public record Answer(int status, String text, String contentType) {
    /** Everything is stored. */
    public static final Answer OK = new Answer(200, "", "");

    /** A refusal with its reason. */
    public static Answer refused(int status, String detail) {
      return new Answer(status, detail, "");
    }
  }

  /** Ends what was begun; on return the requests that it was given are answered. */
  @FunctionalInterface
  public interface Listening {
    void end() throws InterruptedException;
  }

  /**
   * Begins to answer the requests of a network. A request that comes after the end waits for the
   * next one to begin: a route is being replaced. Ten seconds after the end none waits any more.
   *
   * @param methods what is answered
   */
  public static Listening listen(
      CamelContext context, NetworkName network, Handler handler, HttpMethod... methods) {
    String name = "webhooks-" + network;
    WebhookIntake intake;
    synchronized (WebhookIntake.class) {
      WebhookIntake known = context.getRegistry().lookupByNameAndType(name, WebhookIntake.class);
      intake = known == null ? new WebhookIntake(context, network) : known;
      if (known == null) {
        context.getRegistry().bind(name, intake);
        intake.route(router(context), methods);
      }
    }
    intake.become(handler);
    return () -> intake.cease(handler);
  }

  private void route(VertxPlatformHttpRouter router, HttpMethod... methods) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY);
    Route route = router.route("/webhook/" + network + "/:key");
    for (HttpMethod method : methods) {
      route.method(method);
    }
    route.handler(body).handler(http -> answer(router, http)).failureHandler(WebhookIntake::fail);
  }

  private synchronized void become(Handler next) {
    handler = next;
    passage = new Passage();
    notifyAll();
  }

  private void cease(Handler last) throws InterruptedException {
    Passage leaving;
    synchronized (this) {
      if (handler != last) {
        return;
      }
      handler = null;
      ceased = System.nanoTime();
      leaving = passage;
    }
    leaving.close(Duration.ofMillis(PATIENCE_MS));
  }

  private Answer handle(Request request) throws Exception {
    Handler now;
    Passage entered;
    synchronized (this) {
      now = handler();
      entered = passage;
      entered.enter();
    }
    try {
      return now.handle(request);
    } finally {
      entered.leave();
    }
  }

  private synchronized Handler handler() throws InterruptedException {
    while (handler == null) {
      long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ceased);
      if (since >= PATIENCE_MS || context.isStopping() || context.isStopped()) {
        throw new IllegalStateException("no route of " + network + " runs");
      }
      wait(PATIENCE_MS - since);
    }
    return handler;
  }

  /** The main server's router: the management server's is the one with the management port. */
  private static VertxPlatformHttpRouter router(CamelContext context) {
    String management =
        context
            .getPropertiesComponent()
            .resolveProperty("camel.management.port")
            .map(port -> VertxPlatformHttpRouter.getRouterNameFromPort(Integer.parseInt(port)))
            .orElse("");
    for (VertxPlatformHttpRouter router :
        context.getRegistry().findByType(VertxPlatformHttpRouter.class)) {
      if (!router.getName().equals(management)) {
        return router;
      }
    }
    throw new IllegalStateException(
        "kurir.http.port: no HTTP server runs (expected: started before the routes)");
  }

  private void answer(VertxPlatformHttpRouter router, RoutingContext http) {
    byte[] bytes = http.body().buffer() == null ? new byte[0] : http.body().buffer().getBytes();
    Request request = new Request(http.pathParam("key"), http.request(), bytes);
    router
        .vertx()
        .executeBlocking(() -> handle(request), false)
        .onSuccess(answer -> reply(http, answer))
        .onFailure(
            failure -> {
              LOG.warn(
                  "{} webhook: not stored, the network is asked to deliver again: {}",
                  network,
                  failure.toString());
              reply(http, Answer.refused(503, "not stored: deliver again"));
            });
  }

  private static void fail(RoutingContext http) {
    int status = http.statusCode() > 0 ? http.statusCode() : 500;
    String detail =
        status == 413 ? "body: too large (expected: at most " + MAX_BODY + " bytes)" : "refused";
    reply(http, Answer.refused(status, detail));
  }

  private static void reply(RoutingContext http, Answer answer) {
    if (http.response().ended()) {
      return;
    }
    http.response().setStatusCode(answer.status());
    if (answer.text().isEmpty()) {
      http.response().end();
      return;
    }
    if (!answer.contentType().isEmpty()) {
      http.response().putHeader("Content-Type", answer.contentType()).end(answer.text());
      return;
    }
    String json =
        "{\"type\":\"about:blank\",\"title\":\""
            + title(answer.status())
            + "\",\"status\":"
            + answer.status()
            + ",\"detail\":\""
            + answer.text().replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"}";
    http.response().putHeader("Content-Type", "application/problem+json").end(json);
  }

  private static String title(int status) {
    return io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
