package dev.kurir.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Prints who writes and who sees what, on which network, as it happens; wakes who waits for
 * something to be seen. Thread-safe.
 */
final class Transcript {
  private static final int NAME_WIDTH = 44;
  private final PrintStream out;

  Transcript(PrintStream out) {
    this.out = out;
  }

  synchronized void step(String text) {
    out.println();
    out.println(text);
    out.flush();
  }

  synchronized void wrote(String network, WrittenMessage message) {
    print(network, message.who() + " writes to " + message.to() + ":", message.text());
  }

  synchronized void seen(String network, String who, String text) {
    print(network, who + " sees:", text);
    notifyAll();
  }

  private void print(String network, String who, String text) {
    String head = String.format("  %-9s %-" + NAME_WIDTH + "s ", network, who);
    String indent = " ".repeat(head.length());
    String[] lines = text.split("\n", -1);
    out.println(head + lines[0]);
    Arrays.stream(lines).skip(1).map(line -> indent + line).forEach(out::println);
    out.flush();
  }

  /**
   * Waits until something was seen.
   *
   * @param expected says what, where it is not seen in time
   * @param happened says what was seen instead
   */
  synchronized void await(
      Duration limit, BooleanSupplier condition, String expected, Supplier<String> happened)
      throws DemoFailedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          String within = " within " + limit.toSeconds() + " s";
          throw new DemoFailedException(expected + within, happened.get());
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException(expected, "interrupted");
    }
  }
}
