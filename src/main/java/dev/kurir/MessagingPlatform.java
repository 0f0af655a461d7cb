package dev.kurir;

import static java.util.Map.entry;

import dev.kurir.api.ApiAnswer;
import dev.kurir.api.Documents;
import dev.kurir.api.community.Announcements;
import dev.kurir.api.community.ChatDesk;
import dev.kurir.api.community.CommunityAccess;
import dev.kurir.api.community.CommunityAnswer;
import dev.kurir.api.community.EventStreams;
import dev.kurir.api.community.FootprintsDesk;
import dev.kurir.api.community.FriendsDesk;
import dev.kurir.api.community.GroupsDesk;
import dev.kurir.api.community.PresenceDesk;
import dev.kurir.api.community.ProfilesDesk;
import dev.kurir.api.community.RoomsDesk;
import dev.kurir.api.community.UsersDesk;
import dev.kurir.api.community.XmppDesk;
import dev.kurir.cluster.Cluster;
import dev.kurir.community.AccessTokens;
import dev.kurir.community.Chats;
import dev.kurir.community.Circles;
import dev.kurir.community.Footprints;
import dev.kurir.community.Friends;
import dev.kurir.community.Logins;
import dev.kurir.community.Mailboxes;
import dev.kurir.community.Person;
import dev.kurir.community.Presences;
import dev.kurir.community.Profiles;
import dev.kurir.community.Subscribers;
import dev.kurir.gateway.Gateway;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.messenger.Community;
import dev.kurir.messenger.Messenger;
import dev.kurir.outbox.OutboxWriter;
import dev.kurir.owner.Vault;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;

/** The messaging platform put together, as the messenger and the routes ask for it. Thread-safe. */
final class MessagingPlatform implements Community, AutoCloseable {
  private static final NetworkName MAILBOXES = new NetworkName("udp");
  private static final String KEY = "access tokens";

  private final DataSource active;
  private final Settings settings;
  private final Clock clock;
  private final Logins logins;
  private final Profiles profiles;
  private final Friends friends;
  private final Circles circles;
  private final Presences presences;
  private final Footprints footprints;
  private final Mailboxes mailboxes;
  private final Subscribers subscribers;
  private final CommunityAccess access;

  private MessagingPlatform(
      DataSource active,
      Vault vault,
      Cluster cluster,
      Settings settings,
      ScheduledExecutorService timer,
      Clock clock) {
    this.active = active;
    this.settings = settings;
    this.clock = clock;
    AccessTokens tokens =
        AccessTokens.open(
            active,
            new AccessTokens.Sealing(
                secret -> vault.seal(KEY, secret), secret -> vault.unseal(KEY, secret)),
            clock,
            settings.duration("kurir.community.access-token"));
    this.logins = new Logins(active, tokens, clock, settings.duration("kurir.community.login"));
    this.mailboxes = new Mailboxes(active);
    this.subscribers = Subscribers.open(mailboxes, cluster);
    logins.onEnd(subscribers::endOf);
    this.profiles = new Profiles(active);
    this.friends =
        new Friends(
            active, clock, (person, news) -> tell(person.id(), "friend", Announcements.of(news)));
    this.circles = new Circles(active);
    circles.onNews((person, news) -> tell(person, "group", Announcements.of(news)));
    this.presences =
        new Presences(
            active,
            friends,
            cluster,
            timer,
            clock,
            (friend, news) -> tell(friend.id(), "presence", Announcements.of(news)));
    this.footprints =
        new Footprints(
            active,
            friends,
            clock,
            (person, footprint) -> tell(person.id(), "footprint", Announcements.of(footprint)));
    this.access =
        new CommunityAccess(
            logins,
            settings.number("kurir.community.requests-per-minute"),
            settings.number("kurir.community.strangers-per-minute"));
  }

  private void tell(OwnerId to, String event, Object what) {
    subscribers.news(to, event, what);
  }

  static MessagingPlatform open(
      DataSource active,
      Vault vault,
      Cluster cluster,
      Settings settings,
      ScheduledExecutorService timer,
      Clock clock) {
    return new MessagingPlatform(active, vault, cluster, settings, timer, clock);
  }

  /** The beans by the names that the routes use. */
  Map<String, Object> beans(Messenger messenger) {
    Chats chats = chats(messenger);
    return Map.ofEntries(
        entry("communityAccess", access),
        entry("communityAnswer", new CommunityAnswer(new ApiAnswer())),
        entry(
            "usersDesk",
            new UsersDesk(
                messenger,
                logins,
                profiles,
                settings.number("kurir.community.failed-logins-per-minute"))),
        entry("profilesDesk", new ProfilesDesk(profiles)),
        entry("friendsDesk", new FriendsDesk(friends, presences, profiles)),
        entry("chatDesk", new ChatDesk(messenger, friends, circles, chats, mailboxes)),
        entry("groupsDesk", new GroupsDesk(circles)),
        entry("roomsDesk", new RoomsDesk(circles)),
        entry("presenceDesk", new PresenceDesk(presences, profiles)),
        entry("footprintsDesk", new FootprintsDesk(footprints, profiles)),
        entry("xmppDesk", new XmppDesk()));
  }

  /** What the gateway for XMPP clients needs. */
  Gateway.Surroundings forXmpp(Messenger messenger) {
    return new Gateway.Surroundings(
        active,
        messenger.accounts(),
        messenger::recipient,
        messenger::present,
        profiles,
        friends,
        presences,
        footprints,
        circles,
        chats(messenger),
        mailboxes,
        subscribers,
        settings.number("kurir.community.strangers-per-minute"),
        clock);
  }

  private Chats chats(Messenger messenger) {
    return new Chats(
        (from, to, clientId, text) -> messenger.send(from.id(), from.name(), to, clientId, text),
        clock);
  }

  /** Serves event streams and the contracts beside the routes. */
  void install(Router router) {
    Documents.install(
        router,
        settings.path("kurir.routes.directory").resolve("api"),
        settings.words("kurir.http.cors-origins"));
    new EventStreams(
            access,
            subscribers,
            new EventStreams.Presence(presences::begun, presences::ended),
            clock)
        .install(router);
  }

  /** A message was appended to an outbox by this node. */
  void appended(OutboxWriter.Appended appended) {
    if (appended.network().equals(MAILBOXES) && appended.owner().isMember()) {
      subscribers.stored(appended.owner(), appended.number(), appended.text(), appended.at());
    }
  }

  /** How many event streams there are here. */
  int streams() {
    return subscribers.count();
  }

  @Override
  public Optional<BotId> circle(OwnerId user, String name) {
    return circles.withMember(user, name).map(id -> new BotId(id.value()));
  }

  @Override
  public boolean reads(OwnerId mailbox) {
    return logins.reads(mailbox);
  }

  @Override
  public void begun(OwnerId user, String name) {
    presences.begun(new Person(user, name));
  }

  @Override
  public void leaving(OwnerId user, String name) {
    circles.leaveAll(new Person(user, name));
    logins.endOthers(new Person(user, name), null);
  }

  @Override
  public void ended(OwnerId user, String name) {
    presences.ended(new Person(user, name));
  }

  @Override
  public void close() {
    presences.close();
    subscribers.close();
  }
}
