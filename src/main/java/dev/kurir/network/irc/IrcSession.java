package dev.kurir.network.irc;

import dev.kurir.network.BotHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One login on one IRC server (RFC 2812), kept up: a lost connection is made again within seconds,
 * with its channels. What is said to it waits in order until somebody takes it; when much waits,
 * the server has to wait too. Thread-safe.
 */
final class IrcSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IrcSession.class);
  private static final int WAITING = 10_000;
  private static final long FIRST_PAUSE_MS = 250;
  private static final long LONGEST_PAUSE_MS = 5_000;

  private final IrcLogin login;
  private final Map<String, String> channels = new LinkedHashMap<>();
  private final BlockingDeque<IrcHeard> heard = new LinkedBlockingDeque<>(WAITING);
  private final CompletableFuture<@Nullable Void> firstTry = new CompletableFuture<>();
  private volatile boolean listened;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String state = "connecting";
  private volatile String refusal = "";
  private volatile long signedIn;
  private volatile @Nullable IrcWire wire;
  private volatile @Nullable IrcConfirmation pending;
  private @Nullable Thread thread;

  IrcSession(IrcLogin login) {
    this.login = login;
  }

  /** Begins, where it hasn't; a channel's key may be empty. */
  synchronized void begin(Map<String, String> more) {
    more.forEach(
        (channel, key) -> {
          if (channels.put(channel, key) == null) {
            join(wire, channel, key);
          }
        });
    if (thread == null) {
      thread = new Thread(this::live, "irc-" + login.nickname());
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Waits for the first attempt to sign in.
   *
   * @return why the server refuses this login; empty: it doesn't, or isn't reached yet
   */
  String refusal(Duration patience) throws InterruptedException {
    try {
      firstTry.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      return "";
    }
    return refusal;
  }

  BotHealth health() {
    return new BotHealth(wire != null, state);
  }

  IrcLogin login() {
    return login;
  }

  /** The next that somebody said; null: nothing for a while. */
  @Nullable IrcHeard next() throws InterruptedException {
    listened = true;
    return heard.pollFirst(100, TimeUnit.MILLISECONDS);
  }

  /** Has something heard again: it could not be taken. */
  void putBack(IrcHeard unheard) {
    while (!heard.offerFirst(unheard)) {
      Thread.onSpinWait(); // the reader took the place just now, and whoever listens makes one
    }
  }

  /** How long ago it signed in last. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - signedIn);
  }

  /** Writes lines and has them confirmed; one confirmation at a time. */
  CompletableFuture<IrcConfirmation.Answer> write(Iterable<String> lines, IrcConfirmation by) {
    IrcWire open = wire;
    pending = by;
    if (open == null) {
      by.unsent(state);
      return by.answer;
    }
    try {
      for (String line : lines) {
        open.write(line);
      }
      open.write("PING :" + by.token);
      if (wire != open) {
        by.lost(state);
      }
    } catch (IOException e) {
      by.lost(reason(e));
      open.close();
    }
    return by.answer;
  }

  /** Gives the connection up; it is made again. */
  void reset() {
    IrcWire open = wire;
    if (open != null) {
      open.close();
    }
  }

  private void live() {
    long pause = 0;
    while (!isClosed(pause)) {
      try (IrcWire open = new IrcWire(login.connect())) {
        signIn(open);
        pause = 0;
        while (true) {
          follow(open, open.read());
        }
      } catch (IOException e) {
        over(reason(e));
      } catch (InterruptedException e) {
        over("stopped");
      }
      pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pause * 2));
    }
  }

  /** Waits until it is closed, at most so long. */
  private boolean isClosed(long wait) {
    try {
      return closed.await(wait, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return closed.getCount() == 0;
    }
  }

  private void over(String reason) {
    boolean wasUp = wire != null;
    wire = null;
    state = "reconnecting: " + reason;
    IrcConfirmation unanswered = pending;
    if (unanswered != null) {
      unanswered.lost(reason);
    }
    if (wasUp && closed.getCount() > 0) {
      LOG.warn("irc {}: connection lost: {}", login, reason);
    }
    firstTry.complete(null);
  }

  private void signIn(IrcWire open) throws IOException {
    if (!login.password().isEmpty()) {
      open.write("PASS " + login.password());
    }
    open.write("NICK " + login.nickname());
    open.write("USER " + login.username() + " 0 * :" + login.realname());
    refusal = "";
    IrcLine line = open.read();
    while (!line.command().equals("001")) {
      if (line.command().equals("PING")) {
        open.write("PONG :" + line.last());
      } else if (line.isError() || line.command().equals("ERROR")) {
        refusal = refusal.isEmpty() ? line.last() : refusal;
        throw new IOException(refusal);
      }
      line = open.read();
    }
    if (!login.nickPassword().isEmpty()) {
      open.write("PRIVMSG NickServ :IDENTIFY " + login.nickPassword());
    }
    synchronized (this) {
      channels.forEach((channel, key) -> join(open, channel, key));
      signedIn = System.nanoTime();
      state = "signed in as " + login.nickname();
      wire = open;
    }
    firstTry.complete(null);
    LOG.info("irc {}: signed in", login);
  }

  private static void join(@Nullable IrcWire open, String channel, String key) {
    if (open != null) {
      try {
        open.write("JOIN " + channel + (key.isEmpty() ? "" : " " + key));
      } catch (IOException e) {
        open.close();
      }
    }
  }

  private void follow(IrcWire open, IrcLine line) throws IOException, InterruptedException {
    IrcConfirmation asked = pending;
    if (asked != null) {
      asked.read(line);
    }
    switch (line.command()) {
      case "PING" -> open.write("PONG :" + line.last());
      case "PRIVMSG" -> hear(line);
      case "KICK" -> kicked(open, line);
      case "ERROR" -> throw new IOException(line.last());
      case "403", "405", "471", "473", "474", "475" -> outside(line);
      default -> {}
    }
  }

  private void hear(IrcLine line) throws InterruptedException {
    String text = IrcText.readable(line.nick(), line.last()).orElse("");
    if (listened && !text.isEmpty() && !line.nick().equalsIgnoreCase(login.nickname())) {
      heard.putLast(new IrcHeard(line.nick(), line.user(), line.host(), line.parameter(0), text));
    }
  }

  private synchronized void kicked(IrcWire open, IrcLine line) {
    String channel = line.parameter(0);
    String key = channels.get(channel);
    if (key != null && line.parameter(1).equalsIgnoreCase(login.nickname())) {
      join(open, channel, key);
    }
  }

  private synchronized void outside(IrcLine line) {
    if (channels.containsKey(line.parameter(1))) {
      state = "signed in, not in " + line.parameter(1) + ": " + line.last();
      LOG.warn("irc {}: {}", login, state);
    }
  }

  private static String reason(Exception failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    IrcWire open = wire;
    if (open != null) {
      try {
        open.write("QUIT :Kurir");
      } catch (IOException e) {
        LOG.debug("{}: gone already", login);
      }
      open.close();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }
}
