package dev.kurir.chat;

import dev.kurir.message.InvalidFieldException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurir chat}: the messenger's client, in a terminal or for scripts. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    description = "Talks to people on the messenger, in a terminal or by lines for scripts.",
    footer = {
      "",
      "Lines: /send NAME TEXT or NAME TEXT, /all TEXT, /users, /inbox, /read N, /delete N,",
      "/register NAME, /login NAME, /logout, /unregister, /servers, /quit.",
      "",
      "Examples:",
      "  ./kurir chat --user darma",
      "  echo 'sari halo' | ./kurir chat --user darma --password-file password.txt"
    })
public final class ChatCommand implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final Duration SHORTEST_PROBE = Duration.ofMillis(100);

  private final InputStream input;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:4999",
      description =
          "A server; several are tried in their order when one does not answer (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> servers = List.of();

  @Option(names = "--user", paramLabel = "NAME", description = "Logs in at once.")
  private @Nullable String user;

  @Option(names = "--register", description = "Registers the user first, if the name is free.")
  private boolean register;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password is its first line; a terminal asks for it otherwise.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--plain",
      description = "Lines only, no escape codes; so without a terminal in any case.")
  private boolean plain;

  @Option(
      names = "--probe",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "Within which time it is noticed that a server is silent (default: ${DEFAULT-VALUE}).")
  private double probe;

  @Option(
      names = "--linger",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "How long it must be quiet after the last line, without a terminal (default:"
              + " ${DEFAULT-VALUE}).")
  private double linger;

  /**
   * @param input the lines, where there is no terminal
   */
  public ChatCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() throws Exception {
    List<InetSocketAddress> given =
        servers.stream().map(server -> Servers.typed("--server", server)).toList();
    Duration within = seconds("--probe", probe);
    if (within.compareTo(SHORTEST_PROBE) < 0) {
      throw new InvalidFieldException("--probe", probe + " s", "at least 0.1 s");
    }
    Terminal terminal = plain ? null : TerminalChat.terminal();
    return terminal == null ? lines(given, within) : typed(given, within, terminal);
  }

  private static Duration seconds(String option, double seconds) {
    if (!(seconds >= 0 && seconds <= 86_400)) {
      throw new InvalidFieldException(option, Double.toString(seconds), "0 to 86400 s");
    }
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private int lines(List<InetSocketAddress> given, Duration within) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String password = password();
    Passwords passwords = name -> password;
    if (user != null && password == null) {
      throw new InvalidFieldException("--password-file", "none", "a file, where no terminal asks");
    }
    PlainChat chat = new PlainChat(out, passwords, seconds("--linger", linger));
    try (Link link = Link.open(given, within, chat)) {
      if (user != null && !enter(link, user, passwords, line -> chat.notice(line))) {
        return REFUSED;
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
      boolean done = chat.run(link, lines, user);
      goodbye(link);
      return done ? 0 : REFUSED;
    }
  }

  private int typed(List<InetSocketAddress> given, Duration within, Terminal terminal)
      throws Exception {
    try (terminal) {
      TerminalChat chat = new TerminalChat(terminal, password());
      try (Link link = Link.open(given, within, chat)) {
        if (user != null && !enter(link, user, chat::password, chat::notice)) {
          return REFUSED;
        }
        chat.run(link, user);
        goodbye(link);
      }
    }
    return 0;
  }

  private interface Notices {
    void accept(String line);
  }

  /** Logs the user of the command line in; false when that is refused, which is told. */
  private boolean enter(Link link, String name, Passwords passwords, Notices notices) {
    String password = passwords.of(name);
    if (password == null) {
      return false;
    }
    if (register) {
      Answer registered = link.register(name, password).join();
      if (!registered.ok() && registered.code() != 409) {
        return refused("can't register " + Printable.line(name), registered);
      }
    }
    Answer answer = link.login(name, password).join();
    if (!answer.ok()) {
      return refused("can't log in", answer);
    }
    notices.accept(answer.text());
    return true;
  }

  private boolean refused(String what, Answer answer) {
    String hint = answer.code() == 401 && !register ? " (a new user: --register)" : "";
    spec.commandLine()
        .getErr()
        .println("error: " + what + ": " + Printable.line(answer.text()) + hint);
    spec.commandLine().getErr().flush();
    return false;
  }

  /** Nothing shall be pushed to somebody who has left. */
  private static void goodbye(Link link) throws InterruptedException {
    try {
      link.ask("/logout").get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      // the session ends by itself
    }
  }

  private @Nullable String password() {
    if (passwordFile == null) {
      return null;
    }
    try {
      String password = Files.readString(passwordFile).lines().findFirst().orElse("");
      if (password.isEmpty()) {
        throw new InvalidFieldException(
            "--password-file", "empty", "the password in the first line");
      }
      return password;
    } catch (IOException e) {
      throw new InvalidFieldException(
          "--password-file", "can't be read: " + passwordFile, "a file in UTF-8");
    }
  }
}
