package dev.kurir.network.irc;

import java.util.concurrent.CompletableFuture;

/**
 * What the server says to lines that were written: they are followed by a PING, so that every
 * complaint about them comes before its answer. Thread-safe.
 */
final class IrcConfirmation {
  /** How it ended. */
  enum End {
    TAKEN,
    REFUSED,
    /** Nothing was written. */
    UNSENT,
    /** Something was written, and nobody knows what became of it. */
    LOST
  }

  /**
   * An end.
   *
   * @param code the error's number; empty unless refused
   * @param reason the server's words
   */
  record Answer(End end, String code, String reason) {}

  final String token;
  final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final String target;

  IrcConfirmation(String token, String target) {
    this.token = token;
    this.target = target;
  }

  /** Takes in a line from the server. */
  void read(IrcLine line) {
    if (line.command().equals("PONG") && line.parameters().contains(token)) {
      answer.complete(new Answer(End.TAKEN, "", ""));
    } else if (line.isError() && line.parameter(1).equalsIgnoreCase(target)) {
      answer.complete(new Answer(End.REFUSED, line.command(), line.last()));
    }
  }

  void unsent(String reason) {
    answer.complete(new Answer(End.UNSENT, "", reason));
  }

  void lost(String reason) {
    answer.complete(new Answer(End.LOST, "", reason));
  }
}
