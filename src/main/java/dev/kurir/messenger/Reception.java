package dev.kurir.messenger;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in clients' datagrams: each request goes once to whoever does it, those of one session in
 * their order; what is repeated is answered as before. Thread-safe.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
  private static final String HELP =
      """
      commands:
      /users · /send user text · /all text
      /inbox [from] · /read n · /delete n · /ack n
      /servers · /logout · /unregister""";

  private final Wire wire;
  private final boolean tokenRequired;
  private final Sessions sessions;
  private final Access access;
  private final Letters letters;
  private final Pages pages;
  private final Pushes pushes;
  private final Executor workers;
  private final Answers answers = new Answers();

  /**
   * @param tokenRequired whether a session's address alone is not enough
   * @param workers for what may block and is of no session
   */
  Reception(
      Wire wire,
      boolean tokenRequired,
      Sessions sessions,
      Access access,
      Letters letters,
      Pages pages,
      Pushes pushes,
      Executor workers) {
    this.wire = wire;
    this.tokenRequired = tokenRequired;
    this.sessions = sessions;
    this.access = access;
    this.letters = letters;
    this.pages = pages;
    this.pushes = pushes;
    this.workers = workers;
  }

  /** A datagram has come; never blocks and never throws. */
  void received(InetSocketAddress from, ByteBuffer datagram) {
    int bytes = datagram.remaining();
    Session session = sessions.of(from);
    Request request;
    try {
      request = Request.of(datagram);
    } catch (Request.MalformedException e) {
      String answer = "err 400 " + e.getMessage();
      String fitting = session == null ? Call.cut(answer, bytes) : answer;
      if (!fitting.isEmpty()) {
        wire.send(from, fitting);
      }
      return;
    }
    if (request.command().equals("/@live?")) {
      wire.send(from, request.id().isEmpty() ? "yes" : "#" + request.id() + " yes");
      if (session != null) {
        session.heard();
        session.found();
      }
      return;
    }
    Answers.Slot slot = answers.begin(from, request);
    if (slot == null) {
      answers.given(from, request).forEach(answer -> wire.send(from, answer));
      return;
    }
    Call call =
        new Call(
            request,
            from,
            session != null && mayAct(session, request) ? session : null,
            wire,
            slot,
            () -> answers.forget(from, request));
    if (session != null && call.hasSession()) {
      session.heard();
      if (!request.command().equals("/ack")) {
        session.found();
      }
    }
    handle(call);
  }

  private boolean mayAct(Session session, Request request) {
    return request.token().isEmpty() ? !tokenRequired : session.hasToken(request.token());
  }

  /** A step that may block. */
  @FunctionalInterface
  private interface Step {
    void run(Call call) throws SQLException;
  }

  private void handle(Call call) {
    switch (call.request().command()) {
      case "/register" -> later(call, null, access::register);
      case "/login" -> later(call, null, access::login);
      case "/scram" -> later(call, null, access::scram);
      default -> {
        if (call.hasSession()) {
          handle(call, call.session());
        } else {
          call.error(401, "log in first");
          answersNothing(call);
        }
      }
    }
  }

  /** Who logs in now shall not be refused again by a repeated request. */
  private void answersNothing(Call call) {
    answers.forget(call.from(), call.request());
  }

  private void handle(Call call, Session session) {
    switch (call.request().command()) {
      case "/send" -> inOrder(call, session, letters.isQuick(call), letters::send);
      case "/all" -> inOrder(call, session, true, letters::sendToAll);
      case "/ack" -> acknowledge(call, session);
      case "/users" -> pages.users().forEach(call::ok);
      case "/servers" -> pages.servers().forEach(call::ok);
      case "/inbox" -> later(call, session, pages::inbox);
      case "/read" -> later(call, session, pages::read);
      case "/delete" -> later(call, session, pages::delete);
      case "/logout" -> later(call, session, access::logout);
      case "/unregister" -> later(call, session, access::unregister);
      case "/help" -> call.ok(HELP);
      default -> call.error(400, "no such command: /help");
    }
  }

  private void acknowledge(Call call, Session session) {
    Long number = Pages.number(call);
    if (number == null) {
      call.error(400, "/ack n: a number");
      return;
    }
    pushes.acknowledged(session, number);
    call.ok("ack " + number);
  }

  /** At once where nothing of the session waits and nothing blocks. */
  private void inOrder(Call call, Session session, boolean quick, Step step) {
    if (quick && session.strand().idle()) {
      run(call, step);
    } else {
      later(call, session, step);
    }
  }

  private void later(Call call, @Nullable Session session, Step step) {
    try {
      if (session == null) {
        workers.execute(() -> run(call, step));
      } else {
        session.strand().execute(() -> run(call, step));
      }
    } catch (RejectedExecutionException e) {
      call.error(503, "busy: try again");
    }
  }

  private static void run(Call call, Step step) {
    try {
      step.run(call);
    } catch (SQLException e) {
      LOG.warn("{}: the database is away: {}", call.request(), e.getSQLState());
      call.error(503, "the database is away: try again");
    } catch (RuntimeException e) {
      LOG.error("{} failed", call.request(), e);
      call.error(500, "failed: try again");
    }
  }
}
