package dev.kurir.archive;

/** Something hinders the archive; the message says what, and nothing is lost. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ArchiveException(String message) {
    super(message);
  }
}
