package dev.kurir.messenger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks: {@code [#id ][=token ]/command[ argument]}, see {@code
 * docs/messenger-protocol.md}.
 *
 * @param id the client's own, repeated on the answer; empty: none
 * @param token what login returned; empty: none
 * @param command lower-case, with its slash
 * @param argument all behind the command, without the line's end; may be empty
 * @param bytes how long the datagram was
 */
record Request(String id, String token, String command, String argument, int bytes) {
  /** The longest datagram that is read, in bytes: what any path carries in one piece. */
  static final int MOST_BYTES = 1_400;

  private static final int LONGEST_ID = 64;

  /** The answer to what can't be read is short: it goes to an address that may be a forged one. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String rule) {
      super(rule, null, false, false);
    }
  }

  /**
   * Reads a datagram.
   *
   * @throws MalformedException naming the rule, without what was sent
   */
  static Request of(ByteBuffer datagram) throws MalformedException {
    int bytes = datagram.remaining();
    if (bytes > MOST_BYTES) {
      throw new MalformedException("too long: at most " + MOST_BYTES + " bytes");
    }
    String text = end(text(datagram));
    String id = "";
    if (text.startsWith("#")) {
      id = word(text.substring(1));
      if (id.isEmpty() || id.length() > LONGEST_ID) {
        throw new MalformedException("#id: 1 to " + LONGEST_ID + " characters");
      }
      text = rest(text);
    }
    String token = "";
    if (text.startsWith("=")) {
      token = word(text.substring(1));
      text = rest(text);
    }
    if (!text.startsWith("/")) {
      throw new MalformedException("a command begins with /");
    }
    String command = word(text);
    return new Request(id, token, command.toLowerCase(Locale.ROOT), rest(text), bytes);
  }

  private static String text(ByteBuffer datagram) throws MalformedException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(datagram)
              .toString();
      if (text.indexOf('\0') >= 0) {
        throw new MalformedException("no NUL");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new MalformedException("UTF-8 only");
    }
  }

  /** A terminal sends the line's end with the line. */
  private static String end(String text) {
    int length = text.length();
    while (length > 0 && (text.charAt(length - 1) == '\n' || text.charAt(length - 1) == '\r')) {
      length--;
    }
    return text.substring(0, length);
  }

  private static String word(String text) {
    int end = 0;
    while (end < text.length() && !isSpace(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static String rest(String text) {
    int begin = word(text).length();
    while (begin < text.length() && isSpace(text.charAt(begin))) {
      begin++;
    }
    return text.substring(begin);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** The words of the argument; empty where there is none. */
  String[] words() {
    return argument.isBlank() ? new String[0] : argument.strip().split("\\s+", -1);
  }

  /** The argument's first word and what is behind it; null where one of them is missing. */
  String @Nullable [] addressed() {
    String to = word(argument);
    String text = rest(argument);
    return to.isEmpty() || text.isBlank() ? null : new String[] {to, text};
  }

  /** Names it in logs: no argument. */
  @Override
  public String toString() {
    return command;
  }
}
