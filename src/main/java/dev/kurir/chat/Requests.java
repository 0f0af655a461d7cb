package dev.kurir.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are not answered yet. Each is repeated as it was, under its id, ever more
 * slowly, until it is answered or its patience is over; "not done" (500, 503, 507) is no answer.
 * Those that need a session wait while there is none. For the loop's thread.
 */
final class Requests {
  private static final long FIRST_PAUSE_MS = 300;
  private static final long LONGEST_PAUSE_MS = 5_000;

  private final ScheduledExecutorService loop;
  private final RequestIds ids;
  private final Consumer<Request> sender;
  private final Runnable expelled;
  private final Map<String, Request> open = new LinkedHashMap<>();
  private boolean held = true;

  /** A request under way. */
  static final class Request {
    private final String id;
    private final String text;
    private final boolean inSession;
    private final long deadline;
    private final CompletableFuture<Answer> end = new CompletableFuture<>();
    private final Pages pages = new Pages();
    private int tries;
    private @Nullable Answer undone;
    private @Nullable Future<?> timer;

    private Request(String id, String text, boolean inSession, Duration patience) {
      this.id = id;
      this.text = text;
      this.inSession = inSession;
      this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Whether it needs a session, and so shows the session's token. */
    boolean inSession() {
      return inSession;
    }

    /** What is sent, with the session's token where there is one. */
    String datagram(String token) {
      return "#" + id + (token.isEmpty() ? " " : " =" + token + " ") + text;
    }
  }

  /**
   * @param sender sends a request to the server of the moment
   * @param expelled told that the server knows no session
   */
  Requests(
      ScheduledExecutorService loop, RequestIds ids, Consumer<Request> sender, Runnable expelled) {
    this.loop = loop;
    this.ids = ids;
    this.sender = sender;
    this.expelled = expelled;
  }

  /** Asks without a session. */
  CompletableFuture<Answer> ask(String text, Duration patience) {
    return begin(new Request(ids.next(), text, false, patience));
  }

  /** Asks in the session, as soon as there is one. */
  CompletableFuture<Answer> askInSession(String text, Duration patience) {
    return begin(new Request(ids.next(), text, true, patience));
  }

  private CompletableFuture<Answer> begin(Request request) {
    open.put(request.id, request);
    send(request);
    return request.end;
  }

  private void send(Request request) {
    if (request.end.isDone()) {
      return;
    }
    if (System.nanoTime() - request.deadline > 0) {
      end(request, request.undone == null ? Answer.silent() : request.undone);
      return;
    }
    long pause = FIRST_PAUSE_MS;
    if (!held || !request.inSession) {
      sender.accept(request);
      pause = Math.min(FIRST_PAUSE_MS << Math.min(request.tries, 10), LONGEST_PAUSE_MS);
      request.tries++;
    }
    long left = TimeUnit.NANOSECONDS.toMillis(request.deadline - System.nanoTime()) + 1;
    request.timer =
        loop.schedule(
            () -> send(request), Math.max(1, Math.min(pause, left)), TimeUnit.MILLISECONDS);
  }

  /**
   * An answer has come.
   *
   * @param current whether from the server of the moment: what others refuse says nothing
   */
  void answered(Datagram datagram, boolean current) {
    Request request = open.get(datagram.id());
    if (request == null) {
      return;
    }
    Answer answer = Answer.of(datagram);
    if (answer.ok()) {
      String whole = request.pages.add(answer.text());
      if (whole != null) {
        end(request, Answer.done(whole));
      }
    } else if (!current) {
      return;
    } else if (answer.mayBeRepeated()) {
      request.undone = answer;
    } else if (request.inSession && answer.isNotLoggedIn()) {
      expelled.run();
    } else {
      end(request, answer);
    }
  }

  private void end(Request request, Answer answer) {
    open.remove(request.id);
    cancel(request);
    request.end.complete(answer);
  }

  private static void cancel(Request request) {
    if (request.timer != null) {
      request.timer.cancel(false);
    }
  }

  /** There is no session: those that need one wait. */
  void hold() {
    held = true;
  }

  /** There is a session, maybe another one, maybe elsewhere: what is open is asked there, now. */
  void release() {
    held = false;
    for (Request request : List.copyOf(open.values())) {
      if (request.inSession) {
        cancel(request);
        request.tries = 0;
        send(request);
      }
    }
  }

  /** Ends those that need a session. */
  void refuse(Answer answer) {
    for (Request request : List.copyOf(open.values())) {
      if (request.inSession) {
        end(request, answer);
      }
    }
  }

  /** Ends all. */
  void close() {
    for (Request request : List.copyOf(open.values())) {
      end(request, Answer.silent());
    }
  }
}
