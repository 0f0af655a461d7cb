package dev.kurir.message;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no room to store what arrives: it was not taken, and may be delivered again later. */
public final class OutOfSpaceException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param where what is full, for operators
   */
  public OutOfSpaceException(String where, @Nullable Throwable cause) {
    super(where, cause);
  }

  /** The one among a failure and its causes; null: it is about something else. */
  public static @Nullable OutOfSpaceException in(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof OutOfSpaceException own) {
        return own;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
