package dev.kurir;

import dev.kurir.database.Node;
import dev.kurir.message.Arrival;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.OwnerId;
import dev.kurir.messenger.Community;
import dev.kurir.messenger.Messenger;
import dev.kurir.messenger.MessengerSettings;
import dev.kurir.network.udp.UdpNetwork;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** The messenger's service as its network asks for it. Thread-safe. */
final class MessengerDesk implements UdpNetwork.Service {
  private final Messenger messenger;

  private MessengerDesk(Messenger messenger) {
    this.messenger = messenger;
  }

  /**
   * Opens the messenger and lets its network serve it.
   *
   * @param acceptance makes what users send safe
   * @param community what is known of people who come other ways as well
   * @param present told the mailbox of a user who has just logged in
   */
  static Messenger open(
      UdpNetwork network,
      DataSource active,
      Membership membership,
      Function<List<Arrival>, CompletionStage<Void>> acceptance,
      Settings settings,
      Community community,
      Consumer<ConversationId> present,
      Clock clock)
      throws SQLException {
    Messenger messenger =
        Messenger.open(
            new Messenger.Surroundings(
                active,
                membership.cluster(),
                membership.servers(),
                membership.address(),
                network::send,
                acceptance,
                network::bot,
                network::botNames,
                community,
                present,
                new MessengerSettings(
                    settings
                        .oneOf("kurir.udp.session-token", "optional", "required")
                        .equals("required"),
                    settings.oneOf("kurir.udp.plain-login", "loopback", "always").equals("always"),
                    settings.number("kurir.udp.registrations-per-minute"),
                    settings.number("kurir.udp.failed-logins-per-minute"),
                    settings.duration("kurir.udp.session-idle"),
                    Role.sessions(settings)),
                clock));
    network.serve(new MessengerDesk(messenger));
    return messenger;
  }

  /** Where what is in a mailbox is pushed from: the node that has its user's session. */
  static Function<Dispatch, Optional<Node>> places(Messenger messenger, Node self) {
    return dispatch -> {
      if (!dispatch.bot().isMember()) {
        return Optional.empty();
      }
      try {
        OwnerId user = new OwnerId(dispatch.bot().value());
        return messenger.isHere(user) ? Optional.empty() : messenger.elsewhere(user);
      } catch (SQLException e) {
        return Optional.of(self); // it will be known soon
      }
    };
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new IllegalStateException("the database is away", e);
    }
  }

  @Override
  public void received(InetSocketAddress from, ByteBuffer datagram) {
    messenger.received(from, datagram);
  }

  @Override
  public String name(String field, String written) {
    return Messenger.name(field, written);
  }

  @Override
  public boolean isUser(String name) {
    return ask(() -> messenger.isUser(name));
  }

  @Override
  public boolean keepName(String name) {
    return ask(() -> messenger.keepName(name));
  }

  @Override
  public void freeName(String name) {
    ask(
        () -> {
          messenger.freeName(name);
          return true;
        });
  }

  @Override
  public CompletionStage<Outcome> post(String bot, Dispatch dispatch) {
    return messenger.post(bot, dispatch);
  }

  @Override
  public CompletionStage<Outcome> push(Dispatch dispatch) {
    return messenger.push(dispatch);
  }
}
