package dev.kurir.chat;

import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * The client in a terminal: messages above, the line that is being typed beneath. A message of the
 * user's own appears with ✓ when a server has it. The prompt says how many messages came since the
 * last line was entered, and how many are not answered yet; what was shown is marked as read when
 * the user enters the next line. Thread-safe.
 */
final class TerminalChat implements Link.Events {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();
  private static final AttributedStyle RED =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

  private final LineReader reader;
  private final @Nullable String password;
  private final Names names = new Names();
  private final Queue<Long> unread = new ArrayDeque<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile String name = "";
  private volatile List<String> lastConnected = List.of();

  /**
   * @param password null: it is asked for
   */
  TerminalChat(Terminal terminal, @Nullable String password) {
    this.password = password;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("kurir")
            .completer(names)
            .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.DISABLE_HISTORY, false)
            .variable(LineReader.HISTORY_IGNORE, "/register*:/login*:/unregister*")
            .build();
  }

  /** The terminal of this process; null: there is none. */
  static @Nullable Terminal terminal() {
    if (System.console() == null) {
      return null;
    }
    try {
      return TerminalBuilder.builder().name("kurir").system(true).dumb(false).build();
    } catch (IOException | IllegalStateException e) {
      return null;
    }
  }

  /** The password of a user, which is asked for without an echo; null: they don't want to. */
  @Nullable String password(String user) {
    if (password != null) {
      return password;
    }
    try {
      String typed = reader.readLine("Password of " + Printable.line(user) + ": ", '\0');
      return typed == null || typed.isEmpty() ? null : typed;
    } catch (UserInterruptException | EndOfFileException e) {
      return null;
    }
  }

  /** Does what is typed until the end. */
  void run(Link link, @Nullable String user) {
    if (user != null) {
      name = user;
    }
    while (true) {
      String line;
      try {
        line = reader.readLine(prompt());
      } catch (UserInterruptException e) {
        continue; // a line that was begun is forgotten
      } catch (EndOfFileException e) {
        return;
      }
      Wish wish = Wish.of(line);
      if (wish.isEnd()) {
        return;
      }
      if (wish.command().equals("/help")) {
        help();
      } else if (!wish.isNothing()) {
        ask(link, wish, user);
      }
      markRead(link);
    }
  }

  private void ask(Link link, Wish wish, @Nullable String user) {
    unanswered.incrementAndGet();
    try {
      var unused =
          wish.ask(link, user, this::password)
              .thenAccept(
                  answer -> {
                    unanswered.decrementAndGet();
                    answered(wish, answer);
                  });
    } catch (InvalidFieldException e) {
      unanswered.decrementAndGet();
      show(line().styled(RED, String.valueOf(e.getMessage())));
    }
  }

  private void answered(Wish wish, Answer answer) {
    if (answer.ok() && wish.isLogin()) {
      name = answer.text().replaceFirst("^welcome (\\S+), .*$", "$1");
    } else if (answer.ok() && wish.command().equals("/logout")) {
      name = "";
    }
    if (answer.ok() && wish.command().equals("/users")) {
      lastConnected = List.of();
      users(List.of(Pages.of("users", answer.text()).strip().split("\\s+")));
    } else if (wish.isMessage()) {
      names.add(wish.to());
      AttributedStringBuilder line = answer.ok() ? line().append("✓ ") : line().styled(RED, "✗ ");
      line.styled(BOLD, "→ " + Printable.line(wish.to()) + ": ")
          .append(Printable.indented(wish.text()));
      show(answer.ok() ? line : line.styled(RED, "  " + Printable.line(answer.text())));
    } else {
      String text = Printable.indented(answer.text());
      show(answer.ok() ? line().append(text) : line().styled(RED, text));
    }
  }

  private void help() {
    show(
        line()
            .append(
                "NAME TEXT · /send NAME TEXT · /all TEXT · /users · /inbox [N] · /read N ·"
                    + " /delete N\n    /register NAME · /login NAME · /logout · /unregister"
                    + " PASSWORD · /servers · /quit"));
  }

  @Override
  public void message(long number, String from, String text) {
    synchronized (unread) {
      unread.add(number);
    }
    names.add(from);
    show(
        line()
            .append("  ")
            .styled(BOLD, Printable.line(from) + ": ")
            .append(Printable.indented(text)));
  }

  @Override
  public void users(List<String> connected) {
    names.connected(connected);
    if (!connected.equals(lastConnected)) { // a move to another server says it again
      lastConnected = connected;
      show(line().styled(FAINT, "connected: " + Printable.line(String.join(" ", connected))));
    }
  }

  @Override
  public void notice(String line) {
    show(line().styled(FAINT, "— " + Printable.line(line)));
  }

  private static AttributedStringBuilder line() {
    return new AttributedStringBuilder().styled(FAINT, LocalTime.now().format(TIME) + " ");
  }

  private void show(AttributedStringBuilder line) {
    if (reader instanceof LineReaderImpl shown) {
      shown.setPrompt(prompt());
    }
    reader.printAbove(line.toAttributedString());
  }

  private String prompt() {
    int came;
    synchronized (unread) {
      came = unread.size();
    }
    int asked = unanswered.get();
    return name
        + (came == 0 ? "" : " (" + came + " new)")
        + (asked == 0 ? "" : " …" + asked)
        + "> ";
  }

  private void markRead(Link link) {
    List<Long> shown;
    synchronized (unread) {
      shown = List.copyOf(unread);
      unread.clear();
    }
    shown.forEach(number -> link.ask("/read " + number));
  }
}
