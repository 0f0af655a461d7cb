package dev.kurir.network.irc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of the protocol (RFC 2812, 2.3.1).
 *
 * @param source who it comes from, {@code nick!user@host} or a server; empty: the server
 * @param command in capitals, or three digits
 */
record IrcLine(String source, String command, List<String> parameters) {
  IrcLine {
    parameters = List.copyOf(parameters);
  }

  /** Reads a line; one that is none has an empty command. */
  static IrcLine parse(String line) {
    String rest = line.strip();
    if (rest.startsWith("@")) { // IRCv3 message tags
      rest = after(rest);
    }
    String source = "";
    if (rest.startsWith(":")) {
      source = before(rest).substring(1);
      rest = after(rest);
    }
    String command = before(rest).toUpperCase(Locale.ROOT);
    List<String> parameters = new ArrayList<>();
    rest = after(rest);
    while (!rest.isEmpty()) {
      if (rest.startsWith(":")) {
        parameters.add(rest.substring(1));
        break;
      }
      parameters.add(before(rest));
      rest = after(rest);
    }
    return new IrcLine(source, command, parameters);
  }

  private static String before(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  private static String after(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? "" : text.substring(space).stripLeading();
  }

  /** A parameter counted from 0; empty where there is none. */
  String parameter(int index) {
    return index < parameters.size() ? parameters.get(index) : "";
  }

  String last() {
    return parameters.isEmpty() ? "" : parameters.get(parameters.size() - 1);
  }

  boolean isError() {
    return command.matches("[45][0-9]{2}");
  }

  /** The nick, or the server's name. */
  String nick() {
    int end = source.indexOf('!');
    return end < 0 ? source : source.substring(0, end);
  }

  String user() {
    int begin = source.indexOf('!');
    int end = source.indexOf('@');
    return begin < 0 || end < begin ? "" : source.substring(begin + 1, end);
  }

  String host() {
    return source.substring(source.indexOf('@') + 1);
  }
}
