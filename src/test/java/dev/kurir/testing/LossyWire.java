package dev.kurir.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bad network between UDP clients and servers on loopback: of every ten datagrams, in either
 * direction, one is dropped, doubled or overtaken by later ones. Each server has a port of the wire
 * in front of it. A client is one address to all servers, and different clients are different ones;
 * what a server sends unasked comes out of that server's port. What comes from anybody else is
 * dropped. One thread; thread-safe.
 */
public final class LossyWire implements AutoCloseable {
  private static final int LONGEST = 65_536;
  private static final int ONE_IN = 10;
  private static final long OVERTAKEN_MS = 40;
  private static final int BUFFER = 4 << 20;

  private final List<InetSocketAddress> targets;
  private final List<DatagramChannel> fronts = new ArrayList<>();
  private final Map<InetSocketAddress, DatagramChannel> upstreams = new HashMap<>();
  private final PriorityQueue<Late> late = new PriorityQueue<>(Comparator.comparingLong(Late::at));
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Set<Integer> silenced = ConcurrentHashMap.newKeySet();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong harmed = new AtomicLong();
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
  private final Random random;
  private final Selector selector;
  private final Thread thread;
  private volatile boolean closed;

  /** A datagram that others overtake. */
  private record Late(long at, DatagramChannel by, InetSocketAddress to, byte[] datagram) {}

  /** In front of one server. */
  public LossyWire(InetSocketAddress target, long seed) throws IOException {
    this(List.of(target), seed);
  }

  /** In front of several servers, each with a port of its own. */
  public LossyWire(List<InetSocketAddress> targets, long seed) throws IOException {
    this.targets = List.copyOf(targets);
    this.random = new Random(seed);
    this.selector = Selector.open();
    for (int i = 0; i < targets.size(); i++) {
      fronts.add(open(i));
    }
    this.thread = new Thread(this::run, "lossy-wire");
    thread.setDaemon(true);
    thread.start();
  }

  private DatagramChannel open(Object attachment) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, BUFFER);
    channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, attachment);
    return channel;
  }

  /** The port in front of the first server. */
  public int port() throws IOException {
    return port(0);
  }

  /** The port in front of a server. */
  public int port(int server) throws IOException {
    return ((InetSocketAddress) fronts.get(server).getLocalAddress()).getPort();
  }

  /** Drops everything, in both directions. */
  public void silence(boolean on) {
    for (int i = 0; i < targets.size(); i++) {
      silence(i, on);
    }
  }

  /** Drops everything from and to one server. */
  public void silence(int server, boolean on) {
    if (on) {
      silenced.add(server);
    } else {
      silenced.remove(server);
    }
  }

  /** Drops all that begins so, in both directions. */
  public void lose(String beginning) {
    lost.add(beginning);
  }

  /** How many datagrams came, harmed ones included. */
  public long passed() {
    return passed.get();
  }

  /** How many of them were dropped, doubled or overtaken; silence doesn't count. */
  public long harmed() {
    return harmed.get();
  }

  private void run() {
    while (!closed) {
      try {
        selector.select(pause());
        long now = System.nanoTime();
        while (!late.isEmpty() && late.peek().at - now <= 0) {
          Late datagram = late.poll();
          datagram.by.send(ByteBuffer.wrap(datagram.datagram), datagram.to);
        }
        for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
          read(key);
        }
        selector.selectedKeys().clear();
      } catch (IOException | java.nio.channels.ClosedSelectorException e) {
        if (closed) {
          return;
        }
      }
    }
  }

  private long pause() {
    return late.isEmpty()
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(late.peek().at - System.nanoTime()) + 1);
  }

  private void read(SelectionKey key) throws IOException {
    DatagramChannel channel = (DatagramChannel) key.channel();
    while (true) {
      buffer.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
      if (from == null) {
        return;
      }
      buffer.flip();
      byte[] datagram = new byte[buffer.remaining()];
      buffer.get(datagram);
      if (key.attachment() instanceof Integer server) {
        DatagramChannel up = upstreams.get(from);
        if (up == null) {
          up = open(from);
          upstreams.put(from, up);
        }
        pass(server, up, targets.get(server), datagram);
      } else {
        int server = targets.indexOf(from);
        if (server >= 0) {
          pass(server, fronts.get(server), (InetSocketAddress) key.attachment(), datagram);
        }
      }
    }
  }

  private void pass(int server, DatagramChannel by, InetSocketAddress to, byte[] datagram)
      throws IOException {
    String text = new String(datagram, StandardCharsets.UTF_8);
    if (silenced.contains(server) || lost.stream().anyMatch(text::startsWith)) {
      return;
    }
    passed.incrementAndGet();
    if (random.nextInt(ONE_IN) > 0) {
      by.send(ByteBuffer.wrap(datagram), to);
      return;
    }
    harmed.incrementAndGet();
    switch (random.nextInt(3)) {
      case 0 -> {} // dropped
      case 1 -> {
        by.send(ByteBuffer.wrap(datagram), to);
        by.send(ByteBuffer.wrap(datagram), to);
      }
      default -> {
        long pause = TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt((int) OVERTAKEN_MS));
        late.add(new Late(System.nanoTime() + pause, by, to, datagram));
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : List.copyOf(selector.keys())) {
      key.channel().close();
    }
    selector.close();
  }
}
