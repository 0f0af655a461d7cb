package dev.kurir.network.udp;

import dev.kurir.message.Arrival;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import dev.kurir.message.Pace;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.network.SendFailedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Kurir's own messenger as a network. A bot is a name in it, kept for its owner; what a bot sends
 * goes into its user's mailbox, and what is in a mailbox goes to its user: both are dispatches, the
 * second kind by the user's own number. Thread-safe.
 */
public final class UdpNetwork implements Network {
  private static final NetworkName NAME = new NetworkName("udp");

  /** So many UTF-16 units fit a datagram in any script. */
  private static final int TEXT_LIMIT = 400;

  private static final Capabilities CAPABILITIES =
      new Capabilities(NAME, "UDP", TEXT_LIMIT, 1, 64, true, true, Pace.FREE);
  private static final String NAME_FIELD = "name";

  private final Map<BotId, String> names = new ConcurrentHashMap<>();
  private final Map<String, BotId> bots = new ConcurrentHashMap<>();
  private final MessengerServer server = new MessengerServer(this);
  private volatile @Nullable Service service;

  /** The messenger's service. Thread-safe. */
  public interface Service {
    /** A datagram has come, which is read before this returns; never blocks and never throws. */
    void received(InetSocketAddress from, ByteBuffer datagram);

    /**
     * A name as the messenger has it.
     *
     * @throws dev.kurir.message.InvalidFieldException when it breaks the rule
     */
    String name(String field, String written);

    /** Whether a user has the name. */
    boolean isUser(String name);

    /** Keeps a name for a bot; false when it is a user's. */
    boolean keepName(String name);

    void freeName(String name);

    /** Puts what a bot sends into a user's mailbox; repeatable. */
    CompletionStage<Outcome> post(String bot, Dispatch dispatch);

    /** Hands what is in a mailbox to its user. */
    CompletionStage<Outcome> push(Dispatch dispatch);
  }

  /** Begins to serve; before that datagrams are dropped. */
  public void serve(Service messenger) {
    service = messenger;
  }

  /** What {@code netty:} needs to be the messenger's server, and what the outbound route calls. */
  public MessengerServer server() {
    return server;
  }

  private Service service() {
    return Objects.requireNonNull(service, "the messenger does not serve yet");
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Identity verify(Credentials credentials) throws RefusedException {
    credentials.only(Set.of(NAME_FIELD));
    String name = service().name("credentials.name", credentials.required(NAME_FIELD));
    if (service().isUser(name)) {
      throw new RefusedException("the name " + name + " is a user's");
    }
    return new Identity(name);
  }

  @Override
  public void open(Bot bot) throws RefusedException {
    if (!service().keepName(bot.account())) {
      throw new RefusedException("the name " + bot.account() + " is a user's");
    }
    names.put(bot.id(), bot.account());
    bots.put(bot.account(), bot.id());
  }

  @Override
  public void close(BotId bot) {
    String name = names.remove(bot);
    if (name != null) {
      bots.remove(name, bot);
    }
  }

  @Override
  public void remove(Bot bot) {
    close(bot.id());
    service().freeName(bot.account());
  }

  @Override
  public BotHealth health(BotId bot) {
    return server.health();
  }

  /** The bot of a name. */
  public Optional<BotId> bot(String name) {
    return Optional.ofNullable(bots.get(name));
  }

  /** The names of all bots. */
  public List<String> botNames() {
    return List.copyOf(bots.keySet());
  }

  /** Sends a datagram from the server's own socket; dropped while there is none. */
  public void send(InetSocketAddress to, String text) {
    server.send(to, text);
  }

  /** Has arrivals stored by the inbound route; completes when they are on disk. */
  public CompletionStage<Void> accept(List<Arrival> arrivals) {
    return server.accept(arrivals);
  }

  void received(InetSocketAddress from, ByteBuffer datagram) {
    Service serving = service;
    if (serving != null) {
      serving.received(from, datagram);
    }
  }

  CompletionStage<Outcome> deliver(Dispatch dispatch) {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    var unused =
        outcome(dispatch)
            .whenComplete(
                (outcome, failure) -> {
                  if (failure != null) {
                    end.completeExceptionally(failure);
                  } else if (outcome instanceof Outcome.Delivered) {
                    end.complete(outcome);
                  } else {
                    end.completeExceptionally(
                        new SendFailedException(outcome, dispatch + ": not delivered"));
                  }
                });
    return end;
  }

  private CompletionStage<Outcome> outcome(Dispatch dispatch) {
    if (dispatch.bot().isMember()) {
      return service().push(dispatch);
    }
    String bot = names.get(dispatch.bot());
    return bot == null
        ? CompletableFuture.completedFuture(
            new Outcome.RetryLater(
                null, Outcome.Scope.BOT, "bot " + dispatch.bot() + " is not open here"))
        : service().post(bot, dispatch);
  }

  static IOException ended() {
    return new IOException("the route has ended");
  }
}
