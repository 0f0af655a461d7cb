package dev.kurir.chat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A user's connection to the messenger, {@code docs/messenger-protocol.md}: requests are repeated
 * until they are answered, messages are acknowledged and shown once, in order; and when a server
 * falls silent, forgets the session or is replaced, the link goes on elsewhere by itself and says
 * so. Everything happens on one thread, which the events and the futures' followers must not block.
 * Thread-safe.
 */
public final class Link implements AutoCloseable {
  /** How often the session and the list of servers are looked after. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** What stands before a request at most: its id and the session's token. */
  private static final int PREFIX_BYTES = 80;

  private final ScheduledExecutorService loop;
  private final boolean ownLoop;
  private final Events events;
  private final Datagrams socket;
  private final Connection connection;
  private final Future<?> looks;

  /** What happens without having been asked for. Called on the link's thread: must not block. */
  public interface Events {
    /** A message, each once, in the order of its mailbox; the text is from outside. */
    void message(long number, String from, String text);

    /** Who is connected, as a server tells at a login. */
    void users(List<String> names);

    /** One line that says what happened to the connection. */
    void notice(String line);
  }

  private Link(
      List<InetSocketAddress> servers,
      Duration probeWithin,
      Events events,
      ScheduledExecutorService loop,
      boolean ownLoop) {
    this.loop = loop;
    this.ownLoop = ownLoop;
    this.events = events;
    this.socket = new Datagrams();
    this.connection = new Connection(servers, probeWithin, events, loop, socket::send);
    this.looks =
        loop.scheduleWithFixedDelay(
            () -> guarded(connection::look),
            LOOK.toMillis(),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a link, which speaks only when it is asked to.
   *
   * @param servers at least one
   * @param probeWithin within which time it is noticed that a server is silent
   */
  public static Link open(List<InetSocketAddress> servers, Duration probeWithin, Events events) {
    ScheduledExecutorService loop =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "chat-link");
              thread.setDaemon(true);
              return thread;
            });
    return begun(new Link(servers, probeWithin, events, loop, true));
  }

  /**
   * The same on a thread that many links share, and that stays when they are closed.
   *
   * @param loop one thread
   */
  public static Link open(
      List<InetSocketAddress> servers,
      Duration probeWithin,
      Events events,
      ScheduledExecutorService loop) {
    return begun(new Link(servers, probeWithin, events, loop, false));
  }

  private static Link begun(Link link) {
    link.socket.read(datagram -> link.run(() -> link.connection.received(datagram)));
    return link;
  }

  /**
   * Registers with a verifier: the password stays here.
   *
   * @throws dev.kurir.message.InvalidFieldException when the name breaks the rule
   */
  public CompletableFuture<Answer> register(String name, String password) {
    Secret secret = new Secret(name, password);
    String request = "/register " + secret.name() + " " + secret.verifier();
    return onLoop(() -> connection.register(request));
  }

  /**
   * Logs in, at whichever server answers, and stays logged in until {@code /logout}.
   *
   * @throws dev.kurir.message.InvalidFieldException when the name breaks the rule
   */
  public CompletableFuture<Answer> login(String name, String password) {
    Secret secret = new Secret(name, password);
    return onLoop(() -> connection.login(secret));
  }

  /** Asks what needs a session; requests are done in their order. */
  public CompletableFuture<Answer> ask(String request) {
    int bytes = request.getBytes(StandardCharsets.UTF_8).length;
    int most = Datagrams.MOST_BYTES - PREFIX_BYTES;
    if (bytes > most) {
      return CompletableFuture.completedFuture(
          Answer.malformed("too long: " + bytes + " bytes (expected: at most " + most + ")"));
    }
    if (request.indexOf('\0') >= 0) {
      return CompletableFuture.completedFuture(Answer.malformed("no NUL"));
    }
    return onLoop(() -> connection.ask(request));
  }

  /** The server of the moment. */
  public CompletableFuture<InetSocketAddress> server() {
    return onLoop(() -> CompletableFuture.completedFuture(connection.server()));
  }

  private <T> CompletableFuture<T> onLoop(Supplier<CompletionStage<T>> task) {
    CompletableFuture<T> end = new CompletableFuture<>();
    try {
      loop.execute(
          () -> {
            try {
              var unused =
                  task.get()
                      .whenComplete(
                          (value, failure) -> {
                            if (failure == null) {
                              end.complete(value);
                            } else {
                              end.completeExceptionally(failure);
                            }
                          });
            } catch (RuntimeException e) {
              end.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      end.completeExceptionally(new IllegalStateException("the link is closed"));
    }
    return end;
  }

  private void run(Runnable task) {
    try {
      loop.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      // it is closed: nobody waits for this
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // one datagram or wish less; its text stays out of sight
      events.notice("a fault of this client: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    looks.cancel(false);
    run(
        () -> {
          connection.close();
          if (ownLoop) {
            loop.shutdownNow();
          }
        });
    socket.close();
  }
}
