package dev.kurir;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody with nothing but a socket, as with {@code nc -u}: lines out, lines in. */
final class UdpUser implements AutoCloseable {
  private static final int BUFFER = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final List<String> pushes = new CopyOnWriteArrayList<>();
  private volatile boolean acknowledges;

  UdpUser(int port) throws SocketException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  UdpUser(InetSocketAddress server) throws SocketException {
    this.server = server;
    this.socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    socket.setReceiveBufferSize(BUFFER);
    Thread reader = new Thread(this::read, "udp-user");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] buffer = new byte[65_536];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        if (text.matches("(?s)(msg|users|bye|moved)\\b.*")) {
          pushes.add(text);
          if (acknowledges && text.startsWith("msg ")) {
            byte[] ack = ("/ack " + text.split(" ", 3)[1]).getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(ack, ack.length, packet.getSocketAddress()));
          }
        } else {
          answers.add(text);
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  /** From now on it acknowledges each message, to where that came from. */
  void acknowledges() {
    acknowledges = true;
  }

  void says(String text) throws IOException {
    says(text.getBytes(StandardCharsets.UTF_8));
  }

  void says(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, server));
  }

  /** Says it, and gives the next answer. */
  String asks(String text) throws IOException, InterruptedException {
    answers.clear();
    says(text);
    return answer();
  }

  String answer() throws InterruptedException {
    String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer");
    }
    return answer;
  }

  /** An answer that has come already; null: none. */
  String answered() {
    return answers.poll();
  }

  /** All pushed messages: {@code <n> <from> <text>}. */
  List<String> messages() {
    return pushes.stream()
        .filter(push -> push.startsWith("msg "))
        .map(push -> push.substring("msg ".length()))
        .toList();
  }

  /** All pushed messages without their numbers. */
  List<String> texts() {
    return messages().stream().map(push -> push.substring(push.indexOf(' ') + 1)).toList();
  }

  List<String> pushes() {
    return pushes;
  }

  @Override
  public void close() {
    socket.close();
  }
}
