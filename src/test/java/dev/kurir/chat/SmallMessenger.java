package dev.kurir.chat;

import com.ongres.scram.common.ClientFirstMessage;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.ServerFinalMessage;
import com.ongres.scram.common.ServerFirstMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Servers of the messenger, as {@code docs/messenger-protocol.md} says, with one memory: users,
 * mailboxes, and one session for each user, at one of them. Tokens are required. Each server can be
 * told to misbehave.
 */
final class SmallMessenger implements AutoCloseable {
  private static final long PUSH_MS = 50;

  final List<Node> nodes = new ArrayList<>();
  final List<String> stored = new CopyOnWriteArrayList<>();
  private final Map<String, String> verifiers = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<String, List<String>> mailboxes = new HashMap<>();
  private final Map<String, Integer> acknowledged = new HashMap<>();
  private final Map<String, String> done = new HashMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private record Session(String name, Node node, InetSocketAddress peer, String token) {}

  SmallMessenger(int servers) throws IOException {
    for (int i = 0; i < servers; i++) {
      nodes.add(new Node());
    }
    timer.scheduleWithFixedDelay(this::push, PUSH_MS, PUSH_MS, TimeUnit.MILLISECONDS);
  }

  List<InetSocketAddress> addresses() {
    return nodes.stream().map(Node::address).toList();
  }

  private synchronized void push() {
    for (Session session : sessions.values()) {
      List<String> mailbox = mailboxes.getOrDefault(session.name, List.of());
      int next = acknowledged.getOrDefault(session.name, 0) + 1;
      if (next <= mailbox.size()) {
        session.node.says(session.peer, "msg " + next + " " + mailbox.get(next - 1));
      }
    }
  }

  /** Puts a message into a mailbox: {@code from text}. */
  synchronized void post(String to, String message) {
    mailboxes.computeIfAbsent(to, name -> new ArrayList<>()).add(message);
  }

  /** How many messages a user acknowledged. */
  synchronized int acknowledged(String name) {
    return acknowledged.getOrDefault(name, 0);
  }

  /** Whether a user is logged in there. */
  synchronized boolean isAt(String name, Node node) {
    Session session = sessions.get(name);
    return session != null && session.node == node;
  }

  /** Ends all sessions without a word. */
  synchronized void forget() {
    sessions.clear();
  }

  /** Another server takes a session over, and says so unless it is to be quiet. */
  synchronized void takeOver(String name, Node by, String word) {
    Session before = sessions.get(name);
    sessions.put(name, new Session(name, by, before.peer, before.token));
    by.says(before.peer, word);
  }

  /** One server. */
  final class Node {
    volatile boolean silent;
    volatile boolean failing;
    volatile boolean isFalse;
    volatile String full = "";
    volatile String servers = "this one alone";
    volatile int logins;
    private final DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    private final Map<InetSocketAddress, String[]> begun = new HashMap<>();

    Node() throws IOException {
      Thread thread = new Thread(this::read, "small-messenger");
      thread.setDaemon(true);
      thread.start();
    }

    InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void says(InetSocketAddress to, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      try {
        if (!silent) {
          socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
      } catch (IOException e) {
        // as networks do
      }
    }

    private void read() {
      byte[] buffer = new byte[2_000];
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
          socket.receive(packet);
        } catch (IOException e) {
          return;
        }
        if (!silent) {
          InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
          String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
          synchronized (SmallMessenger.this) {
            answer(from, text);
          }
        }
      }
    }

    private void answer(InetSocketAddress from, String text) {
      String rest = text;
      String id = "";
      String token = "";
      if (rest.startsWith("#")) {
        id = Datagram.first(rest);
        rest = Datagram.behind(rest);
      }
      if (rest.startsWith("=")) {
        token = Datagram.first(rest).substring(1);
        rest = Datagram.behind(rest);
      }
      String prefix = id.isEmpty() ? "" : id + " ";
      String answer = answer(from, id, token, rest);
      if (!answer.isEmpty()) {
        says(from, prefix + answer);
      }
    }

    private String answer(InetSocketAddress from, String id, String token, String request) {
      String argument = Datagram.behind(request);
      switch (Datagram.first(request)) {
        case "/@live?":
          return "yes";
        case "/register":
          String name = Datagram.first(argument);
          return verifiers.putIfAbsent(name, Datagram.behind(argument)) == null
                  || id.equals(done.put("register " + name, id))
              ? "ok registered " + name
              : "err 409 user " + name + ": the name is taken";
        case "/scram":
          return scram(from, id, argument);
        default:
          Session session =
              sessions.values().stream()
                  .filter(s -> s.node == this && s.peer.equals(from) && s.token.equals(token))
                  .findFirst()
                  .orElse(null);
          if (session == null) {
            return "err 401 log in first";
          }
          if (failing) {
            return "err 503 not stored: try again";
          }
          return inSession(session, id, request);
      }
    }

    private String inSession(Session session, String id, String request) {
      String argument = Datagram.behind(request);
      switch (Datagram.first(request)) {
        case "/send":
          if (done.putIfAbsent(session.name + id, "") == null) {
            stored.add(argument);
          }
          return "ok sent to " + Datagram.first(argument);
        case "/ack":
          int next = acknowledged.getOrDefault(session.name, 0) + 1;
          if (Integer.toString(next).equals(argument)) {
            acknowledged.put(session.name, next);
          }
          return "ok ack " + argument;
        case "/servers":
          return "ok servers 1/1: " + servers;
        case "/users":
          says(session.peer, id + " ok users 2/2: sari");
          return "ok users 1/2: ani budi";
        case "/logout":
          sessions.remove(session.name);
          return "ok goodbye";
        default:
          return "err 400 no such command";
      }
    }

    private String scram(InetSocketAddress from, String id, String argument) {
      if (done.containsKey(id + argument)) {
        return done.get(id + argument);
      }
      String message =
          new String(Base64.getDecoder().decode(Datagram.first(argument)), StandardCharsets.UTF_8);
      String answer;
      try {
        answer = message.startsWith("c=") ? last(from, message) : first(from, message);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      done.put(id + argument, answer);
      return answer;
    }

    private String first(InetSocketAddress from, String message) throws Exception {
      if (!full.isEmpty()) {
        return "err 503 full " + full;
      }
      ClientFirstMessage client = ClientFirstMessage.parseFrom(message);
      String verifier = verifiers.get(client.getUsername());
      if (verifier == null) {
        return "err 401 wrong name or password";
      }
      String[] parts = verifier.split("[$:]");
      ServerFirstMessage answer =
          new ServerFirstMessage(
              client.getClientNonce(),
              ScramFunctions.nonce(18, new SecureRandom()),
              parts[2],
              Integer.parseInt(parts[1]));
      begun.put(
          from, new String[] {client.getUsername(), message.substring(3) + "," + answer, verifier});
      return "ok " + base64(answer.toString());
    }

    private String last(InetSocketAddress from, String message) {
      String[] before = begun.remove(from);
      String[] parts = before[2].split("[$:]");
      int end = message.indexOf(",p=");
      String all = before[1] + "," + message.substring(0, end);
      if (!isFalse
          && !ScramFunctions.verifyClientProof(
              ScramMechanism.SCRAM_SHA_256,
              Base64.getDecoder().decode(message.substring(end + 3)),
              Base64.getDecoder().decode(parts[3]),
              all)) {
        return "err 401 wrong name or password";
      }
      byte[] key = isFalse ? new byte[32] : Base64.getDecoder().decode(parts[4]);
      logins++;
      Session session = new Session(before[0], this, from, UUID.randomUUID().toString());
      sessions.put(session.name, session);
      says(from, "users 1/1: ani budi " + session.name);
      return "ok "
          + base64(
              new ServerFinalMessage(
                      ScramFunctions.serverSignature(ScramMechanism.SCRAM_SHA_256, key, all))
                  .toString())
          + " welcome "
          + session.name
          + ", 0 unread, session "
          + session.token;
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    nodes.forEach(node -> node.socket.close());
  }
}
