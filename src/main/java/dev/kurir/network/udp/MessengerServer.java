package dev.kurir.network.udp;

import dev.kurir.message.Arrival;
import dev.kurir.message.Dispatch;
import dev.kurir.message.OutOfSpaceException;
import dev.kurir.message.Outcome;
import dev.kurir.network.BotHealth;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messenger behind {@code netty:udp}: its datagrams are answered here, on the event loop, and
 * only what users send becomes an exchange of the route, a batch of arrivals at a time. Answers and
 * pushes leave by the same socket. Thread-safe.
 */
public final class MessengerServer extends ServerInitializerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(MessengerServer.class);
  private static final int FLUSH_AFTER = 256;

  /** So many bytes may wait for the socket before the next ones queue here. */
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 19, 1 << 20);

  private final UdpNetwork network;
  private final @Nullable NettyConsumer consumer;
  private volatile @Nullable Open open;

  /** A socket, what leaves by it, and the route that it belongs to. */
  private record Open(Channel channel, Leaving leaving, NettyConsumer consumer) {}

  /**
   * What can't leave at once: what other threads send, gathered so that the event loop is woken
   * once for all that waits, and what the socket can't take yet. It holds a bounded number of
   * bytes; what comes on top is dropped, as networks drop datagrams. The second half is for short
   * ones: who asked for a long list asks again, but an answer should not be lost to lists.
   */
  private static final class Leaving {
    private static final int MOST_BYTES = 32 << 20;
    private static final int SHORT_BYTES = 400;

    /** What a waiting datagram takes beside its content. */
    private static final int FRAME_BYTES = 256;

    private final Channel channel;
    private final Queue<DatagramPacket> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();

    Leaving(Channel channel) {
      this.channel = channel;
    }

    boolean isEmpty() {
      return bytes.get() == 0;
    }

    private static int size(DatagramPacket packet) {
      return packet.content().readableBytes() + FRAME_BYTES;
    }

    void add(DatagramPacket packet) {
      int size = size(packet);
      int most = size > SHORT_BYTES + FRAME_BYTES ? MOST_BYTES / 2 : MOST_BYTES;
      int before = bytes.getAndAdd(size);
      if (before >= most) {
        bytes.addAndGet(-size);
        packet.release();
        return;
      }
      waiting.add(packet);
      if (before == 0) {
        try {
          channel.eventLoop().execute(this::send);
        } catch (RejectedExecutionException ended) {
          LOG.debug("the socket is closed, nothing leaves any more");
        }
      }
    }

    /** On the event loop; where the socket is full, again when it has room. */
    void send() {
      int left;
      do {
        int sent = 0;
        while (channel.isWritable()) {
          DatagramPacket next = waiting.poll();
          if (next == null) {
            break;
          }
          sent += size(next);
          channel.write(next, channel.voidPromise());
        }
        channel.flush();
        left = bytes.addAndGet(-sent);
      } while (left > 0 && channel.isWritable());
    }
  }

  MessengerServer(UdpNetwork network) {
    this(network, null);
  }

  private MessengerServer(UdpNetwork network, @Nullable NettyConsumer consumer) {
    this.network = network;
    this.consumer = consumer;
  }

  @Override
  public ServerInitializerFactory createPipelineFactory(NettyConsumer to) {
    return new MessengerServer(network, to);
  }

  @Override
  protected void initChannel(Channel channel) {
    NettyConsumer to = consumer;
    if (to == null) {
      throw new IllegalStateException("no route (expected: made by createPipelineFactory)");
    }
    channel.config().setWriteBufferWaterMark(UNSENT);
    channel
        .pipeline()
        .addLast(new FlushConsolidationHandler(FLUSH_AFTER, true))
        .addLast(new Datagrams(new Open(channel, new Leaving(channel), to)));
  }

  private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Open mine;

    Datagrams(Open mine) {
      this.mine = mine;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      network.server().open = mine;
      LOG.info("listening: {}", mine.channel.localAddress());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      MessengerServer server = network.server();
      if (server.open == mine) {
        server.open = null;
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      network.received(packet.sender(), packet.content().nioBuffer());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      mine.leaving.send();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      // a datagram can't be read or sent: the next one may; its text stays out of the log
      LOG.warn("a datagram failed: {}", failure.getClass().getSimpleName());
    }
  }

  /** Sends at once or when the socket has room; dropped while there is none. */
  void send(InetSocketAddress to, String text) {
    Open now = open;
    if (now == null) {
      return;
    }
    int bytes = ByteBufUtil.utf8Bytes(text); // else three for each character are taken
    ByteBuf content = now.channel.alloc().buffer(bytes);
    ByteBufUtil.reserveAndWriteUtf8(content, text, bytes);
    DatagramPacket packet = new DatagramPacket(content, to);
    if (now.leaving.isEmpty()
        && now.channel.isWritable()
        && now.channel.eventLoop().inEventLoop()) {
      now.channel.writeAndFlush(packet, now.channel.voidPromise());
    } else {
      now.leaving.add(packet);
    }
  }

  CompletionStage<Void> accept(List<Arrival> arrivals) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    Open now = open;
    if (now == null) {
      stored.completeExceptionally(UdpNetwork.ended());
      return stored;
    }
    Exchange exchange = now.consumer.createExchange(false);
    exchange.getMessage().setBody(arrivals);
    now.consumer
        .getAsyncProcessor()
        .process(
            exchange,
            done -> {
              Exception failure = exchange.getException();
              boolean rolledBack = exchange.isRollbackOnly();
              now.consumer.releaseExchange(exchange, false);
              if (failure == null && !rolledBack) {
                stored.complete(null);
              } else {
                stored.completeExceptionally(refusal(failure));
              }
            });
    return stored;
  }

  /** The failure's own text may hold a message's. */
  private static IOException refusal(@Nullable Exception failure) {
    OutOfSpaceException full = OutOfSpaceException.in(failure);
    return full != null
        ? full
        : new IOException(failure == null ? "rolled back" : failure.getClass().getSimpleName());
  }

  /** Hands a dispatch to the messenger: the outbound route's step. */
  public CompletionStage<Outcome> deliver(Dispatch dispatch) {
    return network.deliver(dispatch);
  }

  BotHealth health() {
    Open now = open;
    return now == null
        ? new BotHealth(false, "the socket is closed")
        : new BotHealth(true, "listening");
  }
}
