package dev.kurir.chat;

import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a link does, as states: out, joining, in. From in it goes to joining when the server is
 * silent, has forgotten the session or ended it, and back to in by itself, at whichever server; or
 * stays in where another server took the session over. Only what the user asked for, a refused
 * login, and a login elsewhere lead to out. For the loop's thread.
 */
final class Connection {
  /** How long a request is repeated, moves to other servers included. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Link.Events events;
  private final Duration probeWithin;
  private final BiConsumer<InetSocketAddress, String> wire;
  private final Servers servers;
  private final Requests requests;
  private final InOrder inOrder;
  private final Entrance entrance;
  private final Probe probe;
  private final Incoming incoming;
  private State state = State.OUT;
  private @Nullable Secret secret;
  private @Nullable CompletableFuture<Answer> joining;
  private String token = "";
  private String why = "";
  private InetSocketAddress before;
  private boolean looking;

  private enum State {
    OUT,
    JOINING,
    IN
  }

  /**
   * @param wire sends a datagram
   */
  Connection(
      List<InetSocketAddress> given,
      Duration probeWithin,
      Link.Events events,
      ScheduledExecutorService loop,
      BiConsumer<InetSocketAddress, String> wire) {
    this.events = events;
    this.probeWithin = probeWithin;
    this.wire = wire;
    this.servers = new Servers(given);
    this.before = servers.current();
    this.requests =
        new Requests(loop, new RequestIds(Clock.systemUTC()), this::send, this::forgotten);
    this.inOrder = new InOrder(requests, PATIENCE);
    this.entrance = new Entrance(loop, requests, servers, probeWithin, events::notice);
    this.probe = new Probe(loop, probeWithin, this::ask, this::silent);
    this.incoming = new Incoming(events, (to, text) -> wire.accept(to, "=" + token + " " + text));
  }

  InetSocketAddress server() {
    return servers.current();
  }

  // ---- what the user wants

  /** Asks without a session. */
  CompletionStage<Answer> register(String request) {
    CompletableFuture<Answer> end = new CompletableFuture<>();
    if (state == State.OUT) {
      entrance.askAnywhere(request, answer -> end.complete(shown(answer)));
    } else {
      entrance.askHere(request, answer -> end.complete(shown(answer)));
    }
    return end;
  }

  CompletionStage<Answer> login(Secret mine) {
    if (secret == null || !secret.name().equals(mine.name())) {
      incoming.reset();
    }
    leave(Answer.notLoggedIn());
    CompletableFuture<Answer> end = new CompletableFuture<>();
    secret = mine;
    joining = end;
    join("");
    return end;
  }

  /** Asks in the session, behind what was asked before. */
  CompletionStage<Answer> ask(String request) {
    if (state == State.OUT) {
      return CompletableFuture.completedFuture(Answer.notLoggedIn());
    }
    return inOrder
        .ask(request)
        .thenApply(
            answer -> {
              if (answer.ok()) {
                done(Datagram.first(request).toLowerCase(Locale.ROOT), answer);
              }
              return answer;
            });
  }

  /** Some requests change what is known here. */
  private void done(String command, Answer answer) {
    switch (command) {
      case "/logout" -> leave(Answer.notLoggedIn());
      case "/unregister" -> {
        if (answer.text().startsWith("goodbye")) {
          leave(Answer.notLoggedIn());
          incoming.reset();
        }
      }
      case "/servers" -> servers.told(answer.text());
      default -> {}
    }
  }

  /** Ends everything. */
  void close() {
    leave(Answer.silent());
    requests.close();
  }

  // ---- coming and going

  private void join(String reason) {
    boolean again = joining == null;
    if (state == State.IN) {
      before = servers.current();
    }
    state = State.JOINING;
    why = reason;
    probe.stop();
    requests.hold();
    if (secret != null) {
      entrance.enter(secret, again, this::joined);
    }
  }

  private void joined(Login.End login) {
    CompletableFuture<Answer> first = joining;
    joining = null;
    Answer answer = login.answer();
    if (!answer.ok()) {
      leave(answer);
      if (first == null) {
        events.notice("logged out: " + entrance.reason(answer));
      } else {
        first.complete(shown(answer));
      }
      return;
    }
    token = login.token();
    resume();
    if (first != null) {
      first.complete(answer);
    } else {
      String now = Servers.shown(servers.current());
      events.notice(
          before.equals(servers.current())
              ? why + ": logged in again at " + now
              : why + ": moved to " + now + " and logged in again");
    }
  }

  private Answer shown(Answer answer) {
    return answer.isSilence() ? new Answer(answer.code(), entrance.reason(answer)) : answer;
  }

  private void resume() {
    state = State.IN;
    requests.release();
    probe.start();
    look();
  }

  private void leave(Answer answer) {
    state = State.OUT;
    token = "";
    probe.stop();
    entrance.giveUp();
    requests.hold();
    inOrder.refuse(answer);
    requests.refuse(answer);
    if (joining != null) {
      joining.complete(answer);
      joining = null;
    }
  }

  private void silent() {
    before = servers.current();
    state = State.JOINING;
    servers.goOn();
    String seconds =
        BigDecimal.valueOf(probeWithin.toMillis(), 3).stripTrailingZeros().toPlainString();
    join(Servers.shown(before) + " has not answered for " + seconds + " s");
  }

  /** The server answers that it knows no session of this client. */
  private void forgotten() {
    if (state == State.IN) {
      join(Servers.shown(servers.current()) + " had forgotten the session");
    }
  }

  /** Looks whether the session is still there, and which servers there are. */
  void look() {
    if (state == State.IN && !looking) {
      looking = true;
      var unused =
          requests
              .askInSession("/servers", PATIENCE)
              .thenAccept(
                  answer -> {
                    looking = false;
                    if (answer.ok()) {
                      servers.told(answer.text());
                    }
                  });
    }
  }

  // ---- datagrams

  private void send(Requests.Request request) {
    wire.accept(servers.current(), request.datagram(request.inSession() ? token : ""));
  }

  private void ask() {
    wire.accept(servers.current(), "/@live?");
  }

  /** Something has come. */
  void received(Datagram datagram) {
    boolean current = datagram.from().equals(servers.current());
    if (current) {
      probe.heard();
    }
    if (!datagram.id().isEmpty()) {
      requests.answered(datagram, current);
    } else if (current && state != State.OUT && datagram.word().equals("users")) {
      incoming.users(datagram); // it may have overtaken the welcome
    } else if (servers.knows(datagram.from()) && !token.isEmpty()) {
      pushed(datagram, current);
    }
  }

  private void pushed(Datagram datagram, boolean current) {
    switch (datagram.word()) {
      case "msg" -> incoming.message(datagram);
      case "moved" -> moved(datagram);
      case "bye:" -> {
        if (current) {
          bye(datagram.text());
        }
      }
      case "err" -> {
        if (current && Answer.of(datagram).isNotLoggedIn()) {
          look(); // an acknowledgement was refused
        }
      }
      default -> {}
    }
  }

  /** Another server has taken the session over, and says so from its own address. */
  private void moved(Datagram datagram) {
    InetSocketAddress to = Servers.in(datagram.text());
    if (to == null || !servers.knows(to) || to.equals(servers.current()) && state == State.IN) {
      return;
    }
    String gone = Servers.shown(state == State.IN ? servers.current() : before);
    entrance.giveUp();
    servers.go(to);
    resume();
    events.notice(gone + " is gone: " + Servers.shown(to) + " has taken over");
  }

  private void bye(String reason) {
    String words = Printable.line(reason);
    if (reason.contains("elsewhere")) {
      leave(Answer.notLoggedIn());
      events.notice("logged out: " + words + "; /login to come back");
    } else if (state == State.IN) {
      join("the server ended the session, " + words);
    }
  }
}
