package dev.kurir.api.community;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.api.HttpProblem;
import dev.kurir.community.Logins.Caller;
import dev.kurir.community.Person;
import dev.kurir.community.Subscribers;
import dev.kurir.community.Subscription;
import dev.kurir.message.InvalidFieldException;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * {@code GET /api/v1/events}: pushes what arrives in somebody's mailbox, as server-sent events
 * (WHATWG HTML, section 9.2) or over a WebSocket (RFC 6455) where the request asks for one. An
 * event loop serves thousands of streams: none has a thread. A stream ends with its access token;
 * the client comes again with the next one and the last number it saw. Thread-safe.
 */
public final class EventStreams {
  private static final String PATH = "/api/v1/events";
  private static final int FIRST = -900;
  private static final long HEARTBEAT_MS = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CommunityAccess access;
  private final Subscribers subscribers;
  private final Presence presence;
  private final Clock clock;

  /** Who is told that somebody has a stream. */
  public record Presence(Consumer<Person> begun, Consumer<Person> ended) {}

  public EventStreams(
      CommunityAccess access, Subscribers subscribers, Presence presence, Clock clock) {
    this.access = access;
    this.subscribers = subscribers;
    this.presence = presence;
    this.clock = clock;
  }

  /** Serves them from the main HTTP server. */
  public void install(Router router) {
    router.get(PATH).order(FIRST).handler(this::begin);
  }

  private void begin(RoutingContext http) {
    http.request().pause(); // what a WebSocket sends meanwhile must wait
    http.vertx()
        .executeBlocking(() -> caller(http), false)
        .onSuccess(
            caller -> {
              try {
                open(http, caller);
              } catch (RuntimeException e) {
                refuse(http, e);
              }
            })
        .onFailure(failure -> refuse(http, failure));
  }

  private Caller caller(RoutingContext http) {
    Caller caller = access.caller(http.request().getHeader("Authorization"));
    if (caller == null) {
      throw CommunityAccess.unknown("missing");
    }
    return caller;
  }

  private static void refuse(RoutingContext http, Throwable failure) {
    int status = HttpProblem.status(failure);
    http.request().resume();
    HttpProblem.answer(http, status, HttpProblem.detail(failure, status));
  }

  /** Where the client goes on: by the header of a reconnect, or by the query. */
  private static long after(RoutingContext http) {
    String header = http.request().getHeader("Last-Event-ID");
    String written = header == null ? http.request().getParam("after", "0") : header;
    if (!written.matches("[0-9]{1,18}")) {
      throw new InvalidFieldException(
          header == null ? "after" : "Last-Event-ID",
          written.length() > 20 ? "too long" : '"' + written + '"',
          "a number of the mailbox, or 0");
    }
    return Long.parseLong(written);
  }

  private void open(RoutingContext http, Caller caller) {
    long after = after(http);
    String upgrade = http.request().getHeader("Upgrade");
    if (upgrade != null && upgrade.equalsIgnoreCase("websocket")) {
      http.request()
          .toWebSocket()
          .onSuccess(socket -> follow(http.vertx(), caller, after, new SocketStream(socket)))
          .onFailure(http::fail);
    } else {
      http.request().resume();
      follow(http.vertx(), caller, after, new SseStream(http.response()));
    }
  }

  private void follow(Vertx vertx, Caller caller, long after, ClientStream stream) {
    long left = Duration.between(clock.instant(), caller.end()).toMillis();
    Subscription subscription = subscribers.follow(caller.person(), caller.login(), after, stream);
    presence.begun().accept(caller.person());
    long heartbeat = vertx.setPeriodic(HEARTBEAT_MS, id -> stream.heartbeat());
    long end = vertx.setTimer(Math.max(1, left), id -> stream.end());
    stream.onRoom(subscription::resume);
    stream.onClose(
        () -> {
          vertx.cancelTimer(heartbeat);
          vertx.cancelTimer(end);
          subscribers.unfollow(subscription);
          presence.ended().accept(caller.person());
        });
  }

  /** What is told as JSON. */
  static String json(Object data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
