package dev.kurir.network.irc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Texts between people and the protocol, in which a line holds 512 bytes and an end of line begins
 * a new command. Stateless.
 */
final class IrcText {
  private static final Charset WESTERN = Charset.forName("windows-1252");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]+");
  private static final Pattern FORMAT =
      Pattern.compile("\\x03([0-9]{1,2}(,[0-9]{1,2})?)?|\\x04([0-9A-Fa-f]{6})?|[\\x00-\\x1f\\x7f]");
  private static final char CTCP = '\u0001';
  private static final String ACTION = CTCP + "ACTION ";

  private IrcText() {}

  /** Without anything that could end the line. */
  static String cleaned(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }

  /**
   * The lines in which a text goes out, each of at most so many bytes of UTF-8, divided at a space
   * where there is one; lines without anything to read are left out.
   */
  static List<String> lines(String text, int bytes) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\\R")) {
      String rest = cleaned(line).stripTrailing();
      while (!rest.isBlank()) {
        int end = fitting(rest, bytes);
        lines.add(rest.substring(0, end).stripTrailing());
        rest = rest.substring(end).stripLeading();
      }
    }
    return lines;
  }

  private static int fitting(String text, int bytes) {
    int used = 0;
    int end = 0;
    int space = -1;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (used > bytes) {
        return space > 0 ? space : end;
      }
      if (point == ' ') {
        space = end;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  /** What somebody wrote: UTF-8, or else what old clients write. */
  static String decoded(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return new String(line, WESTERN);
    }
  }

  /**
   * What a person reads of a message: without colours, {@code /me} as {@code * nick}; empty where
   * clients talk to each other (CTCP).
   */
  static Optional<String> readable(String nick, String text) {
    String said = text;
    if (text.startsWith(ACTION)) {
      said = "* " + nick + " " + text.substring(ACTION.length());
    } else if (text.indexOf(CTCP) == 0) {
      return Optional.empty();
    }
    return Optional.of(FORMAT.matcher(said).replaceAll("")).filter(t -> !t.isBlank());
  }
}
