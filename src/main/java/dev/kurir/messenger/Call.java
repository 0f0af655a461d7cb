package dev.kurir.messenger;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request and the way to answer it. An answer to somebody who is not logged in is never longer
 * than three times what they sent: the address may be a forged one. Thread-safe.
 */
final class Call {
  private static final int AMPLIFIES_AT_MOST = 3;

  private final Request request;
  private final InetSocketAddress from;
  private final @Nullable Session session;
  private final Wire wire;
  private final Answers.Slot answers;
  private final Runnable undone;
  private volatile boolean trusted;

  /**
   * @param session null: nobody who is logged in
   * @param undone told when the request was not done and may be tried again
   */
  Call(
      Request request,
      InetSocketAddress from,
      @Nullable Session session,
      Wire wire,
      Answers.Slot answers,
      Runnable undone) {
    this.request = request;
    this.from = from;
    this.session = session;
    this.wire = wire;
    this.answers = answers;
    this.undone = undone;
    this.trusted = session != null;
  }

  Request request() {
    return request;
  }

  InetSocketAddress from() {
    return from;
  }

  /** Who asks; only where the command needs somebody who is logged in. */
  Session session() {
    if (session == null) {
      throw new IllegalStateException(request + " without a session");
    }
    return session;
  }

  boolean hasSession() {
    return session != null;
  }

  /** They have proven who they are. */
  void trust() {
    trusted = true;
  }

  void ok(String text) {
    answer(text.isEmpty() ? "ok" : "ok " + text);
  }

  /**
   * Refuses it.
   *
   * @param code from 500 on: it may be tried again as it is
   */
  void error(int code, String text) {
    answer("err " + code + " " + text);
    if (code >= 500) {
      undone.run();
    }
  }

  private void answer(String text) {
    String prefix = request.id().isEmpty() ? "" : "#" + request.id() + " ";
    String fitting = trusted ? prefix + text : cut(prefix + text, request.bytes());
    if (!fitting.isEmpty()) {
      answers.remember(fitting);
      wire.send(from, fitting);
    }
  }

  /** What an answer to so many bytes may be; empty: none. */
  static String cut(String answer, int bytes) {
    int most = bytes * AMPLIFIES_AT_MOST;
    if (answer.getBytes(StandardCharsets.UTF_8).length <= most) {
      return answer;
    }
    int end = answer.indexOf("err ") < 0 ? 0 : answer.indexOf("err ") + "err 000".length();
    while (end > 0
        && end < answer.length()
        && answer.substring(0, next(answer, end)).getBytes(StandardCharsets.UTF_8).length <= most) {
      end = next(answer, end);
    }
    String cut = answer.substring(0, Math.min(end, answer.length()));
    return cut.getBytes(StandardCharsets.UTF_8).length <= most ? cut : "";
  }

  /** The end of the word that begins there. */
  private static int next(String text, int from) {
    int space = text.indexOf(' ', from + 1);
    return space < 0 ? text.length() : space;
  }
}
