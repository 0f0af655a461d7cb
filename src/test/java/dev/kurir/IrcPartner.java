package dev.kurir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody at an IRC client: a plain one over a socket. */
final class IrcPartner implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private final CountDownLatch welcome = new CountDownLatch(1);
  private long asked;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Signs in; is there when this returns. */
  IrcPartner(int port, String nick) throws Exception {
    this(port, nick, "");
  }

  /** The same on a server that wants a password. */
  IrcPartner(int port, String nick, String password) throws Exception {
    socket = new Socket("127.0.0.1", port);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::read, "irc-partner-" + nick);
    reader.setDaemon(true);
    reader.start();
    if (!password.isEmpty()) {
      write("PASS " + password);
    }
    write("NICK " + nick);
    write("USER " + nick + " 0 * :" + nick);
    if (!welcome.await(30, TimeUnit.SECONDS)) {
      throw new IOException("no welcome: " + lines);
    }
  }

  private void read() {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("PING")) {
          write("PONG" + line.substring(4));
        }
        lines.add(line);
        if (line.contains(" 001 ")) {
          welcome.countDown();
        }
      }
    } catch (IOException closed) {
      lines.add("closed");
    }
  }

  synchronized void write(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  void says(String to, String text) throws IOException {
    write("PRIVMSG " + to + " :" + text);
  }

  /** Whether somebody has come into a channel since this one is in it. */
  boolean isIn(String nick, String channel) {
    return lines.stream().anyMatch(line -> line.matches(":" + nick + "!.* JOIN :?" + channel));
  }

  /**
   * Whether somebody is signed in; asks again only after an answer, as servers slow down askers.
   */
  boolean sees(String nick) throws IOException {
    List<String> answers = lines.stream().filter(line -> line.contains(" 303 ")).toList();
    if (answers.size() == asked) {
      asked++;
      write("ISON " + nick);
    }
    return answers.stream().anyMatch(line -> line.matches(".*[: ]" + nick + " ?"));
  }

  /** Everything that the server has sent, line by line. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** What somebody has said to a target, in order. */
  List<String> heard(String from, String target) {
    String begin = ":" + from + "!";
    String middle = " PRIVMSG " + target + " :";
    return lines.stream()
        .filter(line -> line.startsWith(begin) && line.contains(middle))
        .map(line -> line.substring(line.indexOf(middle) + middle.length()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
