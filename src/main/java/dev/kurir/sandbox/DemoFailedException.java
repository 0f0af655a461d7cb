package dev.kurir.sandbox;

/** A step of the demonstration did not go as it must: what was expected, and what happened. */
public final class DemoFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailedException(String expected, String happened) {
    super("expected: " + expected + "\nhappened: " + happened);
  }
}
