package dev.kurir.cli;

/** A command that failed; the message is the one line that the operator reads. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The wish was understood and refused, by Kurir or a network. */
  static final int REFUSED = 1;

  /** The command was typed wrongly. */
  static final int USAGE = 2;

  /** No Kurir answers. */
  static final int UNREACHABLE = 3;

  private final int exitCode;

  CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
