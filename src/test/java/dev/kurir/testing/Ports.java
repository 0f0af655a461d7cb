package dev.kurir.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports for the servers of tests, each given once: below those that the system gives to
 * outgoing connections, and of a range that no test process beside this one takes from. A port that
 * was tried and let go with port 0 can be somebody else's before a slow server gets to it. The
 * range is by Surefire's number of the fork. Thread-safe.
 */
public final class Ports {
  private static final int LOWEST = 10_000;
  private static final int EACH = 7_000;
  private static final int FIRST =
      LOWEST + EACH * ((Integer.getInteger("surefire.forkNumber", 1) - 1) % 3);
  private static final AtomicInteger next =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(EACH));

  private Ports() {}

  /** One that is free on loopback, for TCP and for UDP. */
  public static int free() {
    for (int tries = 0; tries < EACH; tries++) {
      int port = FIRST + Math.floorMod(next.getAndIncrement(), EACH);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port from " + FIRST + " on is free");
  }

  private static boolean isFree(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket stream = new ServerSocket(port, 1, loopback);
        DatagramSocket datagrams = new DatagramSocket(port, loopback)) {
      return stream.isBound() && datagrams.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
