package dev.kurir.chat;

import dev.kurir.message.InvalidFieldException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client for scripts: lines in, lines out, as the protocol writes them ({@code ok …}, {@code
 * err …}, {@code msg n from text}, {@code users: …}) and {@code -- …} for what happened to the
 * connection. A line that begins with spaces goes on with the one before. Each line is answered
 * before the next one is read.
 */
final class PlainChat implements Link.Events {
  private final PrintWriter out;
  private final Passwords passwords;
  private final Duration linger;
  private final Semaphore shown = new Semaphore(0);

  /**
   * @param linger how long it must be quiet after the last line, before the end
   */
  PlainChat(PrintWriter out, Passwords passwords, Duration linger) {
    this.out = out;
    this.passwords = passwords;
    this.linger = linger;
  }

  /**
   * Does what the lines say.
   *
   * @param user whose password is meant where a line names nobody; null: nobody's
   * @return false when a login was refused: the lines after it were not read
   */
  boolean run(Link link, BufferedReader lines, @Nullable String user)
      throws IOException, InterruptedException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Wish wish = Wish.of(line);
      if (wish.isEnd()) {
        break;
      }
      if (wish.isNothing()) {
        continue;
      }
      Answer answer = answer(link, wish, user);
      print(answer.toString());
      if (wish.isLogin() && !answer.ok()) {
        return false;
      }
    }
    shown.drainPermits();
    while (shown.tryAcquire(linger.toMillis(), TimeUnit.MILLISECONDS)) {
      shown.drainPermits();
    }
    return true;
  }

  private Answer answer(Link link, Wish wish, @Nullable String user) {
    try {
      return wish.ask(link, user, passwords).join();
    } catch (InvalidFieldException e) {
      return Answer.malformed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void message(long number, String from, String text) {
    print("msg " + number + " " + from + " " + text);
    shown.release();
  }

  @Override
  public void users(List<String> names) {
    print("users: " + String.join(" ", names));
  }

  @Override
  public void notice(String line) {
    print("-- " + line);
  }

  private synchronized void print(String text) {
    out.println(Printable.indented(text));
    out.flush();
  }
}
