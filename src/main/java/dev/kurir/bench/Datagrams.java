package dev.kurir.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Clients of the messenger, each with an address of its own and so many requests under way, the
 * next one sent when one is answered; what is not answered in time is sent again, as it was. And a
 * bare server that echoes, for comparison. One thread.
 */
final class Datagrams implements AutoCloseable {
  private static final int LIMIT_S = 600;
  private static final int AGAIN_MS = 500;
  private static final int BUFFER = 1 << 22;
  private static final int CUT = 256;

  private final NioEventLoopGroup threads = new NioEventLoopGroup(1);
  private final @Nullable NioEventLoopGroup echoing;
  private final List<Client> clients = new ArrayList<>();

  /** What came of many requests. */
  record Answered(List<Integer> acknowledged, double perSecond, double p50, double p99) {}

  /** Opens clients of a server. */
  Datagrams(InetSocketAddress server, int count) throws InterruptedException {
    this(server, count, null);
  }

  private Datagrams(InetSocketAddress server, int count, @Nullable NioEventLoopGroup echoing)
      throws InterruptedException {
    this.echoing = echoing;
    for (int i = 0; i < count; i++) {
      Client client = new Client(server);
      client.channel = bind(threads, client);
      clients.add(client);
    }
  }

  /** Opens clients of a bare server that sends back what it gets. */
  static Datagrams ofEcho(int count) throws InterruptedException {
    NioEventLoopGroup thread = new NioEventLoopGroup(1);
    Channel echo = bind(thread, new Echo());
    return new Datagrams((InetSocketAddress) echo.localAddress(), count, thread);
  }

  private static Channel bind(
      NioEventLoopGroup group, SimpleChannelInboundHandler<DatagramPacket> handler)
      throws InterruptedException {
    return new Bootstrap()
        .group(group)
        .channel(NioDatagramChannel.class)
        .option(ChannelOption.SO_RCVBUF, BUFFER)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new FlushConsolidationHandler(CUT, true))
                    .addLast(handler);
              }
            })
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  private static final class Echo extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      context.writeAndFlush(new DatagramPacket(packet.content().retain(), packet.sender()));
    }
  }

  /** Each client asks once; the answers without their ids. */
  List<String> each(IntFunction<String> requests) throws InterruptedException {
    return List.of(ask(clients.size(), 1, requests).answers);
  }

  /**
   * Asks all, and waits until all are answered; milliseconds.
   *
   * @param window how many of each client are under way
   * @param requests by number; number modulo the clients' is whose it is
   */
  Answered answered(int count, int window, IntFunction<String> requests)
      throws InterruptedException {
    long begun = System.nanoTime();
    Run run = ask(count, window, requests);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Arrays.sort(run.took);
    return new Answered(
        List.copyOf(run.acknowledged),
        run.acknowledged.size() / seconds,
        Percentile.of(run.took, 50),
        Percentile.of(run.took, 99));
  }

  private Run ask(int count, int window, IntFunction<String> requests) throws InterruptedException {
    Run run = new Run(count, requests);
    for (int i = 0; i < clients.size(); i++) {
      Client client = clients.get(i);
      int first = i;
      client.channel.eventLoop().execute(() -> client.begin(run, first, window));
    }
    if (!run.open.await(LIMIT_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException(run.open.getCount() + " requests have no answer");
    }
    return run;
  }

  private static final class Run {
    private final int count;
    private final IntFunction<String> requests;
    private final double[] took;
    private final String[] answers;
    private final CountDownLatch open;
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();

    Run(int count, IntFunction<String> requests) {
      this.count = count;
      this.requests = requests;
      this.took = new double[count];
      this.answers = new String[count];
      this.open = new CountDownLatch(count);
    }
  }

  /** What a client waits for. */
  private record Asked(String text, long begun) {}

  private final class Client extends SimpleChannelInboundHandler<DatagramPacket> {
    private final InetSocketAddress server;
    private final Map<Integer, Asked> underWay = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // set when it is opened
    private Channel channel;

    @SuppressWarnings("NullAway.Init") // set when it begins
    private Run run;

    private int next;

    Client(InetSocketAddress server) {
      this.server = server;
    }

    void begin(Run begun, int first, int window) {
      run = begun;
      next = first;
      underWay.clear();
      for (int i = 0; i < window; i++) {
        another();
      }
      again(begun);
    }

    private void another() {
      if (next < run.count) {
        Asked asked = new Asked(run.requests.apply(next), System.nanoTime());
        underWay.put(next, asked);
        send(next, asked);
        next += clients.size();
      }
    }

    private void send(int number, Asked asked) {
      channel.writeAndFlush(
          new DatagramPacket(
              ByteBufUtil.writeUtf8(channel.alloc(), "#" + number + " " + asked.text), server));
    }

    private void again(Run begun) {
      if (run == begun && begun.open.getCount() > 0) {
        long late = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(AGAIN_MS);
        underWay.forEach(
            (number, asked) -> {
              if (asked.begun - late < 0) {
                send(number, asked);
              }
            });
        var unused =
            channel.eventLoop().schedule(() -> again(begun), AGAIN_MS, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      String text = packet.content().toString(StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      if (!text.startsWith("#") || space < 0) {
        return;
      }
      int number = Integer.parseInt(text.substring(1, space));
      Asked asked = underWay.remove(number);
      if (asked == null) {
        return;
      }
      if (text.startsWith("err 5", space + 1)) {
        underWay.put(number, asked);
        return;
      }
      run.answers[number] = text.substring(space + 1);
      run.took[number] = (System.nanoTime() - asked.begun) / 1e6;
      if (!text.startsWith("err", space + 1)) {
        run.acknowledged.add(number);
      }
      run.open.countDown();
      another();
    }
  }

  @Override
  public void close() {
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    if (echoing != null) {
      echoing.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
