package dev.kurir.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The client's socket: one for as long as it lives, since a session belongs to its address and
 * port. What can't be sent now is lost, as networks lose datagrams. Thread-safe.
 */
final class Datagrams implements AutoCloseable {
  /** The longest request, in bytes. */
  static final int MOST_BYTES = 1_400;

  private static final int BUFFER = 65_536;

  private final DatagramSocket socket;

  /** Opens it on a free port. */
  Datagrams() {
    try {
      this.socket = new DatagramSocket();
    } catch (SocketException e) {
      throw new UncheckedIOException("no UDP socket: " + e.getMessage(), e);
    }
  }

  /**
   * Begins to read.
   *
   * @param reader called for everything that comes, on a thread of the socket's own
   */
  void read(Consumer<Datagram> reader) {
    Thread thread = new Thread(() -> readAll(reader), "chat-reader");
    thread.setDaemon(true);
    thread.start();
  }

  private void readAll(Consumer<Datagram> reader) {
    byte[] buffer = new byte[BUFFER];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (IOException e) {
        continue; // closed, or a network that is away for the moment
      }
      String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
      if (packet.getSocketAddress() instanceof InetSocketAddress from) {
        reader.accept(Datagram.of(from, text));
      }
    }
  }

  void send(InetSocketAddress to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      // no network for the moment: it is repeated like one that was lost
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
