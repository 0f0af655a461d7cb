package dev.kurir.component;

import dev.kurir.stanza.Stanza;
import dev.kurir.stanza.StanzaWriter;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream between a component and its XMPP server (XEP-0114), kept up until it is closed: a lost
 * connection is made again after 250 ms, then ever later, at most every 30 s.
 *
 * <p>Stanzas from the server reach one {@link StanzaHandler} in order. Stanzas to the server go in
 * the order in which a thread sends them. What was accepted and not written when a connection broke
 * is said to its sender; nothing is sent again by itself. The server is trusted to vouch for {@code
 * from}, as XEP-0114 has it; a stanza to another domain, or from nobody, is ignored and counted.
 *
 * <p>Thread-safe. Logs and errors hold neither the secret nor what people write.
 */
public final class ComponentStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ComponentStream.class);
  private static final int FLUSH_AFTER = 256;

  private final ComponentSettings settings;
  private final Addresses addresses;
  private final Tally tally = new Tally();
  private final Intake intake;
  private final Semaphore room;
  private final Backoff backoff;
  private final EventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("xmpp-component", true));
  private volatile @Nullable Connection open;
  private volatile StreamState state;
  private volatile boolean closed;
  private @Nullable Connection current; // on the loop only

  private ComponentStream(ComponentSettings settings, StanzaHandler handler) {
    this.settings = settings;
    this.addresses = new Addresses(settings.domain());
    this.intake = new Intake(handler, settings.behind(), tally);
    this.room = new Semaphore(settings.queuedBytes());
    this.backoff = new Backoff(settings.pace());
    this.state = new StreamState(StreamState.Phase.CONNECTING, settings.toString());
  }

  /** Begins to connect; whether it worked is in {@link #state}. */
  public static ComponentStream start(ComponentSettings settings, StanzaHandler handler) {
    ComponentStream stream = new ComponentStream(settings, handler);
    stream.loop.execute(stream::connect);
    return stream;
  }

  /**
   * Sends a stanza, from an address at the component's own domain.
   *
   * @return completes, never exceptionally, with {@link Transfer.Result#DONE} when it is written to
   *     the connection; that the server has it is not known then, see {@link #deliver}
   */
  public CompletionStage<Transfer> send(Stanza stanza) {
    return pass(stanza, false);
  }

  /**
   * Sends a stanza and asks the server for a proof that it has processed it, and all that was sent
   * before on the same connection. What the server itself answers to it, such as that there is no
   * such user, reaches the handler before this completes.
   *
   * @return completes, never exceptionally, with {@link Transfer.Result#DONE} when the server has
   *     taken it, or {@link Transfer.Result#UNKNOWN} when the connection broke before it said so
   */
  public CompletionStage<Transfer> deliver(Stanza stanza) {
    return pass(stanza, true);
  }

  private CompletionStage<Transfer> pass(Stanza stanza, boolean confirmed) {
    Optional<String> objection = addresses.objection(stanza);
    if (objection.isPresent()) {
      return refused(Transfer.Result.INVALID, objection.get());
    }
    byte[] bytes = StanzaWriter.write(stanza.element());
    if (bytes.length > settings.limits().bytes()) {
      return refused(
          Transfer.Result.INVALID,
          "stanza: " + bytes.length + " bytes (expected: " + settings.limits().bytes() + ")");
    }
    Connection connection = open;
    if (connection == null) {
      return refused(Transfer.Result.DISCONNECTED, state().detail());
    }
    CompletableFuture<Transfer> sent = connection.send(bytes);
    if (!confirmed) {
      return sent;
    }
    Transfer unknown =
        new Transfer(Transfer.Result.UNKNOWN, "the connection was lost before the server had it");
    return sent.thenCombine(
        connection.confirm(),
        (transfer, processed) ->
            transfer.result() != Transfer.Result.DONE || processed ? transfer : unknown);
  }

  private static CompletionStage<Transfer> refused(Transfer.Result result, String reason) {
    return CompletableFuture.completedFuture(new Transfer(result, reason));
  }

  /** How it is now; for health. */
  public StreamState state() {
    return closed ? new StreamState(StreamState.Phase.CLOSED, settings + ": closed") : state;
  }

  /** How often something happened since the start. */
  public long count(Count count) {
    return tally.sum(count);
  }

  /** Ends the stream for good and waits for it, 5 s at most; not to be called by the handler. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    loop.execute(
        () -> {
          if (current != null) {
            current.end("closed", null);
          }
        });
    loop.shutdownGracefully(100, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly(5_000);
  }

  private void connect() {
    if (closed) {
      return;
    }
    long silence = settings.pace().silence().toMillis();
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.pace().connect().toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    Connection connection =
                        new Connection(settings, channel, intake, tally, room, new Turns());
                    channel
                        .pipeline()
                        .addLast(new FlushConsolidationHandler(FLUSH_AFTER, true))
                        .addLast(new IdleStateHandler(silence, silence, 0, TimeUnit.MILLISECONDS))
                        .addLast(connection);
                    current = connection;
                  }
                })
            .connect(settings.host(), settings.port());
    connected.addListener(
        done -> {
          if (!done.isSuccess()) {
            again(String.valueOf(done.cause().getMessage()), null);
          }
        });
  }

  private void again(String reason, @Nullable Refusal refusal) {
    open = null;
    if (closed) {
      return;
    }
    StreamState next =
        refusal == null
            ? new StreamState(StreamState.Phase.WAITING, settings + ": " + reason)
            : new StreamState(StreamState.Phase.REFUSED, refusal.advice(settings));
    if (!next.equals(state)) {
      LOG.warn("{}; tried again", next.detail());
    }
    state = next;
    long pause = refusal == null ? backoff.next() : backoff.slow();
    loop.schedule(this::connect, pause, TimeUnit.MILLISECONDS);
  }

  /** What becomes of the stream when its connection changes. */
  private final class Turns implements Connection.Owner {
    @Override
    public void opened(Connection connection) {
      if (!closed) {
        backoff.reset();
        open = connection;
        state = new StreamState(StreamState.Phase.OPEN, settings.toString());
        LOG.info("{}: open", settings);
      }
    }

    @Override
    public void ended(String reason, @Nullable Refusal refusal) {
      again(reason, refusal);
    }
  }
}
