package dev.kurir.chat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Logs in somewhere: at the server of the moment, at the one that it names when it is full, at the
 * next one when it does not answer. For the first time it tries each server twice; somebody who was
 * logged in before is logged in again however long it takes. For the loop's thread.
 */
final class Entrance {
  private static final int ROUNDS = 2;
  private static final int MOST_HOPS = 5;
  private static final Duration QUICK = Duration.ofSeconds(4);
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);
  private static final Duration AFTER_TOO_MANY = Duration.ofSeconds(20);

  private final ScheduledExecutorService loop;
  private final Requests requests;
  private final Servers servers;
  private final Duration patience;
  private final Consumer<String> notices;
  private long attempt;

  /**
   * @param patience with each server
   */
  Entrance(
      ScheduledExecutorService loop,
      Requests requests,
      Servers servers,
      Duration patience,
      Consumer<String> notices) {
    this.loop = loop;
    this.requests = requests;
    this.servers = servers;
    this.patience = patience;
    this.notices = notices;
  }

  /** One wish to be logged in. */
  private final class Attempt {
    private final long number;
    private final Secret secret;
    private final boolean again;
    private final Consumer<Login.End> end;
    private int failures;
    private int hops;
    private boolean doubted;

    Attempt(Secret secret, boolean again, Consumer<Login.End> end) {
      this.number = attempt;
      this.secret = secret;
      this.again = again;
      this.end = end;
    }

    void go() {
      if (number == attempt) {
        var unused = new Login(requests, secret, patience()).begin().thenAccept(this::ended);
      }
    }

    /** In the first round short: one that is silent too must not keep them from one that is not. */
    private Duration patience() {
      boolean first = failures < servers.all().size();
      return first && patience.compareTo(QUICK) > 0 ? QUICK : patience;
    }

    private void ended(Login.End login) {
      if (number != attempt) {
        return;
      }
      Answer answer = login.answer();
      if (answer.isFull() || answer.mayBeRepeated()) {
        elsewhere(login);
      } else if (again && answer.code() == 429) {
        later(AFTER_TOO_MANY);
      } else if (again && answer.code() == 401 && !doubted) {
        doubted = true; // it may have restarted between the two messages
        go();
      } else {
        end.accept(login);
      }
    }

    private void elsewhere(Login.End login) {
      Answer answer = login.answer();
      InetSocketAddress better = answer.isFull() ? Servers.in(answer.text()) : null;
      if (better != null && hops < MOST_HOPS) {
        hops++;
        servers.go(better);
        go();
        return;
      }
      hops = 0;
      servers.goOn();
      failures++;
      if (!again && failures >= ROUNDS * servers.all().size()) {
        end.accept(login);
        return;
      }
      if (again && failures == servers.all().size()) {
        notices.accept("no server answers, of " + servers + ": trying on");
      }
      later(answer.isSilence() ? Duration.ZERO : AFTER_REFUSAL);
    }

    private void later(Duration pause) {
      var unused = loop.schedule(this::go, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Begins; what was begun before is given up.
   *
   * @param again whether they were logged in before
   */
  void enter(Secret secret, boolean again, Consumer<Login.End> end) {
    attempt++;
    new Attempt(secret, again, end).go();
  }

  /** Gives up what was begun. */
  void giveUp() {
    attempt++;
  }

  /** Asks something without a session: where a server does not answer, the next one. */
  void askAnywhere(String text, Consumer<Answer> end) {
    ask(text, ROUNDS * servers.all().size(), end);
  }

  /** Asks something without a session at the server of the moment. */
  void askHere(String text, Consumer<Answer> end) {
    ask(text, 1, end);
  }

  private void ask(String text, int tries, Consumer<Answer> end) {
    var unused =
        requests
            .ask(text, patience)
            .thenAccept(
                answer -> {
                  if (answer.isSilence() && tries > 1) {
                    servers.goOn();
                    ask(text, tries - 1, end);
                  } else {
                    end.accept(answer);
                  }
                });
  }

  /** Why it can't be done, in words for the user. */
  String reason(Answer answer) {
    return answer.isSilence() ? "no server answers: " + servers : Printable.line(answer.text());
  }
}
