package dev.kurir;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client as {@code docs/messenger-protocol.md} asks for one: repeats what is not answered,
 * acknowledges what is pushed, and shows each message once.
 */
final class Talker implements AutoCloseable {
  private static final long AGAIN_MS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  final String name;
  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
  private final Map<String, List<String>> shown = new ConcurrentHashMap<>();
  private long last;

  Talker(int port, String name) throws SocketException {
    this.name = name;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    Thread reader = new Thread(this::read, "talker-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] buffer = new byte[65_536];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        take(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void take(String text) throws IOException {
    String[] words = text.split(" ", 4);
    if (text.startsWith("#")) {
      CompletableFuture<String> waiting = asked.get(words[0].substring(1));
      if (waiting != null && !text.contains(" err 5")) {
        waiting.complete(text.substring(text.indexOf(' ') + 1));
      }
    } else if (words[0].equals("msg")) {
      send("/ack " + words[1]);
      long number = Long.parseLong(words[1]);
      if (number > last) {
        last = number;
        shown.computeIfAbsent(words[2], from -> new ArrayList<>()).add(words[3]);
      }
    }
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, server));
  }

  /** Asks until there is an answer, which is no failure of the server's. */
  String asks(String request) throws Exception {
    String id = UUID.randomUUID().toString();
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.put(id, answer);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        send("#" + id + " " + request);
        try {
          return answer.get(AGAIN_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // lost: again
        }
      }
      throw new AssertionError(name + ": no answer to " + request.split(" ")[0]);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      asked.remove(id);
    }
  }

  /** A new user who is logged in, and acknowledges. */
  Talker enters() throws Exception {
    expect(asks("/register " + name + " pw-" + name), "ok registered");
    expect(asks("/login " + name + " pw-" + name + " ack"), "ok welcome");
    return this;
  }

  private void expect(String answer, String beginning) {
    if (!answer.startsWith(beginning)) {
      throw new AssertionError(name + ": " + answer);
    }
  }

  /** Writes them one after the other; each is answered before the next one goes. */
  CompletableFuture<Void> writes(String to, List<String> texts) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            for (String text : texts) {
              expect(asks("/send " + to + " " + text), "ok sent to");
            }
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> {
          Thread thread = new Thread(task, "talker-writes-" + name);
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** What somebody's messages said, as they were shown. */
  List<String> shownFrom(String from) {
    return List.copyOf(shown.getOrDefault(from, List.of()));
  }

  @Override
  public void close() {
    socket.close();
  }
}
