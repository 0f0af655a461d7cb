package dev.kurir.network.irc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * One connection, line by line. A server that says nothing for a while is asked whether it lives,
 * and is given up when it doesn't answer. Reading on one thread, writing on any.
 */
final class IrcWire implements AutoCloseable {
  private static final int SILENCE_MS = 30_000;
  private static final int LONGEST = 16_384;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  IrcWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    socket.setSoTimeout(SILENCE_MS);
  }

  /** Writes a line, whatever is in it, as one line. */
  synchronized void write(String line) throws IOException {
    out.write((IrcText.cleaned(line) + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * Waits for the next line.
   *
   * @throws IOException when the connection has ended, or the server doesn't live any more
   */
  IrcLine read() throws IOException {
    boolean asked = false;
    while (true) {
      try {
        int b = in.read();
        if (b < 0) {
          throw new EOFException("the server closed the connection");
        }
        if (b == '\n') {
          IrcLine line = IrcLine.parse(IrcText.decoded(begun.toByteArray()));
          begun.reset();
          return line;
        }
        if (b != '\r' && begun.size() < LONGEST) {
          begun.write(b);
        }
      } catch (SocketTimeoutException e) {
        if (asked) {
          throw new IOException("the server is silent", e);
        }
        asked = true;
        write("PING :alive");
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed all the same
    }
  }
}
