package dev.kurir.database;

import org.jspecify.annotations.Nullable;

/** A database can't be used; the message names the setting and what to do. Holds no password. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
