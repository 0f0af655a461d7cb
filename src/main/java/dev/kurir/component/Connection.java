package dev.kurir.component;

import dev.kurir.stanza.Element;
import dev.kurir.stanza.Fault;
import dev.kurir.stanza.Stanza;
import dev.kurir.stanza.StanzaParser;
import dev.kurir.stanza.StanzaWriter;
import dev.kurir.stanza.StreamListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of a component and the stream on it, from its header to its end (XEP-0114 §3).
 * {@link #send} and {@link #confirm} may be called on any thread; all else happens on the stream's.
 */
final class Connection extends ChannelInboundHandlerAdapter implements StreamListener {
  private static final String STREAMS = "http://etherx.jabber.org/streams";
  private static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-streams";

  private final ComponentSettings settings;
  private final Addresses addresses;
  private final Channel channel;
  private final Intake intake;
  private final Tally tally;
  private final Semaphore room;
  private final Owner owner;
  private final StanzaParser parser;
  private final Confirmations confirmations;
  private @Nullable ScheduledFuture<?> patience;
  private boolean open;
  private boolean ended;
  private boolean askedForLife;

  /** Who learns of the two turns in a connection's life, on the stream's thread. */
  interface Owner {
    /** The server accepted the handshake. */
    void opened(Connection connection);

    /**
     * It is over, opened or not; told once.
     *
     * @param reason one line
     * @param refusal why it is of no use to come back soon; null: it may be
     */
    void ended(String reason, @Nullable Refusal refusal);
  }

  /**
   * @param room in bytes, for what is accepted and not yet written
   */
  Connection(
      ComponentSettings settings,
      Channel channel,
      Intake intake,
      Tally tally,
      Semaphore room,
      Owner owner) {
    this.settings = settings;
    this.addresses = new Addresses(settings.domain());
    this.channel = channel;
    this.intake = intake;
    this.tally = tally;
    this.room = room;
    this.owner = owner;
    this.parser = new StanzaParser(settings.limits(), this);
    this.confirmations =
        new Confirmations(settings.domain(), ping -> write(StanzaWriter.write(ping.element())));
  }

  /** Writes a stanza after those of earlier calls. */
  CompletableFuture<Transfer> send(byte[] stanza) {
    CompletableFuture<Transfer> sent = new CompletableFuture<>();
    if (!room.tryAcquire(stanza.length)) {
      sent.complete(new Transfer(Transfer.Result.FULL, "the queue to the server is full"));
      return sent;
    }
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(stanza))
        .addListener(
            written -> {
              room.release(stanza.length);
              if (written.isSuccess()) {
                tally.add(Count.SENT);
                sent.complete(Transfer.DONE);
              } else {
                sent.complete(
                    new Transfer(Transfer.Result.DISCONNECTED, "the connection was lost"));
              }
            });
    return sent;
  }

  /** Completes with whether the server has processed what earlier calls sent. */
  CompletableFuture<Boolean> confirm() {
    CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
    channel.eventLoop().execute(() -> confirmations.ask(confirmed));
    return confirmed;
  }

  /** Ends the stream and the connection. */
  void end(String reason, @Nullable Refusal refusal) {
    if (!ended) {
      ended = true;
      if (patience != null) {
        patience.cancel(false);
      }
      write("</stream:stream>".getBytes(StandardCharsets.UTF_8));
      channel.close(); // without waiting for the write: a dead peer would never take it
      confirmations.end();
      owner.ended(reason, refusal);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    patience =
        channel
            .eventLoop()
            .schedule(
                () -> end("no handshake within " + settings.pace().connect(), null),
                settings.pace().connect().toMillis(),
                TimeUnit.MILLISECONDS);
    String header =
        "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' xmlns:stream='"
            + STREAMS
            + "' to='"
            + settings.domain()
            + "'>";
    write(header.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    askedForLife = false;
    try {
      parser.feed(bytes.nioBuffer());
    } finally {
      bytes.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (open && event instanceof IdleStateEvent idle) {
      if (idle.state() == IdleState.WRITER_IDLE) {
        write(new byte[] {' '}); // keeps what lies in between from forgetting the connection
      } else if (!channel.config().isAutoRead()) {
        askedForLife = false; // it is we who don't listen
      } else if (askedForLife) {
        end("no sign of life for twice " + settings.pace().silence(), null);
      } else {
        askedForLife = true;
        confirmations.ping();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end("the server closed the connection", null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end(cause instanceof IOException ? "" + cause.getMessage() : cause.getClass().getName(), null);
  }

  @Override
  public void opened(Element header) {
    // a server that doesn't know the domain sends no id, and then the error
    header
        .attribute("id")
        .filter(id -> !id.isEmpty())
        .ifPresent(
            id ->
                write(
                    ("<handshake>" + digest(id + settings.secret()) + "</handshake>")
                        .getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void received(Element element) {
    if (ended) {
      return;
    }
    if (element.is("error", STREAMS)) {
      String condition =
          element.children().stream()
              .filter(child -> child.namespace().equals(CONDITIONS))
              .map(Element::name)
              .filter(name -> !name.equals("text"))
              .findFirst()
              .orElse("undefined-condition");
      end("the server ended the stream: " + condition, Refusal.of(condition).orElse(null));
    } else if (open) {
      Stanza.of(element).ifPresent(this::take);
    } else if (element.is("handshake", Stanza.NAMESPACE)) {
      open = true;
      if (patience != null) {
        patience.cancel(false);
      }
      tally.add(Count.CONNECTED);
      owner.opened(this);
    }
  }

  private void take(Stanza stanza) {
    if (confirmations.took(stanza)) {
      return;
    }
    if (isAddressed(stanza)) {
      intake.take(stanza, channel, this::answer);
    } else {
      tally.add(Count.MISADDRESSED); // no answer: who is meant can't be told
    }
  }

  @Override
  public void skipped(@Nullable Element head, Fault fault) {
    tally.add(Count.SKIPPED);
    if (open && head != null) {
      Stanza.of(head)
          .filter(this::isAddressed)
          .flatMap(
              stanza ->
                  stanza.errorAnswer(
                      "modify", fault == Fault.UNREADABLE ? "not-acceptable" : "policy-violation"))
          .ifPresent(this::answer);
    }
  }

  private boolean isAddressed(Stanza stanza) {
    Optional<String> to = stanza.to();
    return stanza.from().isPresent() && to.isPresent() && addresses.includes(to.get());
  }

  @Override
  public void closed() {
    end("the server ended the stream", null);
  }

  @Override
  public void broken(String reason) {
    end("the server sent " + reason, null);
  }

  /** Sends an error as far as there is room; nobody waits for it. */
  private void answer(Stanza error) {
    if (addresses.objection(error).isEmpty()) {
      send(StanzaWriter.write(error.element()));
    }
  }

  /** Writes what belongs to the stream itself, however much waits. */
  private void write(byte[] bytes) {
    channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  private static String digest(String text) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // XEP-0114 §3 wants this one
      return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java without SHA-1", e);
    }
  }
}
