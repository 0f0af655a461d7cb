package dev.kurir.chat;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a typed line asks for: a command of the protocol as it is, {@code name text} for {@code
 * /send name text}, and those commands with a password, which is replaced by what may cross the
 * network.
 *
 * @param command lower-case, with its slash; empty: nothing was typed
 * @param argument what stands behind it
 */
record Wish(String command, String argument) {
  static Wish of(String line) {
    String typed = line.strip();
    if (typed.isEmpty()) {
      return new Wish("", "");
    }
    if (typed.startsWith("/")) {
      return new Wish(
          Datagram.first(typed).toLowerCase(Locale.ROOT), Datagram.behind(typed).strip());
    }
    String to = Datagram.first(typed).replaceFirst("^@", "").replaceFirst(":$", "");
    return new Wish("/send", to + " " + Datagram.behind(typed).strip());
  }

  boolean isNothing() {
    return command.isEmpty();
  }

  boolean isEnd() {
    return command.equals("/quit") || command.equals("/exit");
  }

  boolean isLogin() {
    return command.equals("/login");
  }

  boolean isMessage() {
    return command.equals("/send") || command.equals("/all");
  }

  /** Who a message is for. */
  String to() {
    return command.equals("/all") ? "all" : Datagram.first(argument).toLowerCase(Locale.ROOT);
  }

  /** The message. */
  String text() {
    return command.equals("/all") ? argument : Datagram.behind(argument).strip();
  }

  /**
   * Has it done.
   *
   * @param user whose password is meant where the line names nobody; null: nobody's
   * @throws dev.kurir.message.InvalidFieldException when a name breaks the rule
   */
  CompletableFuture<Answer> ask(Link link, @Nullable String user, Passwords passwords) {
    return switch (command) {
      case "/register", "/login" -> enter(link, user, passwords);
      case "/unregister" -> unregister(link);
      default -> link.ask(argument.isEmpty() ? command : command + " " + argument);
    };
  }

  private CompletableFuture<Answer> enter(Link link, @Nullable String user, Passwords passwords) {
    String named = Datagram.first(argument);
    String name = named.isEmpty() && user != null ? user : named;
    if (name.isEmpty()) {
      return refused(command + " user");
    }
    String typed = Datagram.behind(argument).strip();
    String password = typed.isEmpty() ? passwords.of(name) : typed;
    if (password == null) {
      return refused(command + ": no password");
    }
    return command.equals("/login") ? link.login(name, password) : link.register(name, password);
  }

  /** The one request that shows a password: never beyond this machine. */
  private CompletableFuture<Answer> unregister(Link link) {
    if (argument.isEmpty()) {
      return link.ask(command);
    }
    return link.server()
        .thenCompose(
            server ->
                isHere(server)
                    ? link.ask(command + " " + argument)
                    : refused("the password would cross the network (expected: at the server)"));
  }

  private static boolean isHere(InetSocketAddress server) {
    return server.getAddress().isLoopbackAddress();
  }

  private static CompletableFuture<Answer> refused(String text) {
    return CompletableFuture.completedFuture(Answer.malformed(text));
  }

  /** Names it: a password or a message may stand behind the command. */
  @Override
  public String toString() {
    return command;
  }
}
