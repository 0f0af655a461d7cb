package dev.kurir.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request ended, see {@code docs/messenger-protocol.md}.
 *
 * @param code 200: it is done; otherwise as the server said
 * @param text the server's words, from outside
 */
public record Answer(int code, String text) {
  private static final int DONE = 200;
  private static final int NOT_LOGGED_IN = 401;
  private static final int SILENT = 504;
  private static final Pattern ERROR = Pattern.compile("(?s)(\\d{3})(?: (.*))?");
  private static final String LOG_IN = "log in first";

  static Answer done(String text) {
    return new Answer(DONE, text);
  }

  /** Nobody answered in time: whether it is done is not known. */
  static Answer silent() {
    return new Answer(SILENT, "no answer: nobody knows whether it is done");
  }

  static Answer notLoggedIn() {
    return new Answer(NOT_LOGGED_IN, LOG_IN);
  }

  static Answer malformed(String text) {
    return new Answer(400, text);
  }

  /** What a server said. */
  static Answer of(Datagram datagram) {
    if (datagram.word().equals("yes")) {
      return done("");
    }
    if (datagram.word().equals("ok")) {
      return done(datagram.text());
    }
    Matcher error = ERROR.matcher(datagram.text());
    return error.matches()
        ? new Answer(Integer.parseInt(error.group(1)), error.group(2) == null ? "" : error.group(2))
        : malformed("not understood: an error without a code");
  }

  public boolean ok() {
    return code == DONE;
  }

  /** Nobody answered, as opposed to: it was refused. */
  boolean isSilence() {
    return code == SILENT;
  }

  /** It was not done, and may be repeated as it is. */
  boolean mayBeRepeated() {
    return code >= 500 && !isFull();
  }

  /** The server takes nobody more, and may name another one. */
  boolean isFull() {
    return code == 503 && text.startsWith("full");
  }

  /** The server knows no session of this client, as opposed to: a password is wrong. */
  boolean isNotLoggedIn() {
    return code == NOT_LOGGED_IN && LOG_IN.startsWith(text);
  }

  /** As the protocol writes it. */
  @Override
  public String toString() {
    String words = text.isEmpty() ? "" : " " + text;
    return ok() ? "ok" + words : "err " + code + words;
  }
}
