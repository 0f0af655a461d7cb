package dev.kurir.component;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A server's component port that does what a test says, byte by byte. */
final class FakeServer implements AutoCloseable {
  static final String DOMAIN = "im.test";
  static final String SECRET = "s3cret \"ä\"";
  private final ServerSocket socket;

  FakeServer() throws IOException {
    this(0);
  }

  FakeServer(int port) throws IOException {
    socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(15_000);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The next connection; an error when none comes within seconds. */
  Peer accept() throws IOException {
    Socket accepted = socket.accept();
    accepted.setSoTimeout(15_000);
    return new Peer(accepted);
  }

  /** The next connection with an open stream. */
  Peer open() throws Exception {
    Peer peer = accept();
    peer.header("id='sid-1'");
    String handshake = peer.readTo("</handshake>");
    byte[] digest =
        MessageDigest.getInstance("SHA-1")
            .digest(("sid-1" + SECRET).getBytes(StandardCharsets.UTF_8));
    if (!handshake.equals("<handshake>" + HexFormat.of().formatHex(digest) + "</handshake>")) {
      throw new AssertionError("handshake of another secret");
    }
    peer.write("<handshake/>");
    return peer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** One connection, seen from the server. */
  static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Reads the component's header and answers with one. */
    void header(String attributes) throws IOException {
      readTo("to='" + DOMAIN + "'>");
      write(
          "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams'"
              + " xmlns='jabber:component:accept' from='im.test' "
              + attributes
              + ">");
    }

    /** Ends the stream with an error. */
    void error(String condition) throws IOException {
      write(
          "<stream:error><"
              + condition
              + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** Everything up to the end of the first such text. */
    String readTo(String end) throws IOException {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      byte[] wanted = end.getBytes(StandardCharsets.UTF_8);
      byte[] last = new byte[wanted.length];
      while (!Arrays.equals(last, wanted)) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("ended before " + end);
        }
        read.write(b);
        System.arraycopy(last, 1, last, 0, last.length - 1);
        last[last.length - 1] = (byte) b;
      }
      return read.toString(StandardCharsets.UTF_8);
    }

    /** Reads on until the component closes the connection. */
    String readToTheEnd() throws IOException {
      try {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (SocketException e) {
        return "";
      }
    }

    /** Sends all that is a ping back until the connection ends, on a thread of its own. */
    void answerPings() {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    String read = readTo("</iq>");
                    write(read.substring(read.lastIndexOf("<iq")));
                  }
                } catch (IOException e) {
                  // the test is over
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
