package dev.kurir.gateway;

import dev.kurir.community.Chats;
import dev.kurir.community.Circles;
import dev.kurir.community.Footprints;
import dev.kurir.community.Friends;
import dev.kurir.community.Mailboxes;
import dev.kurir.community.Presences;
import dev.kurir.community.Profiles;
import dev.kurir.community.Subscribers;
import dev.kurir.component.ComponentSettings;
import dev.kurir.component.ComponentStream;
import dev.kurir.component.StreamState;
import dev.kurir.message.OwnerId;
import dev.kurir.messenger.Accounts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets people use the platform from ordinary XMPP clients of any server, through a component
 * (XEP-0114). What they write is stored before their server may forget it; what they receive is
 * followed by its numbers until their server has processed it, so nothing is lost, and after a
 * break something may come twice, with the same id. One node at a time may have it. Thread-safe.
 */
public final class Gateway implements Registration.Outcome, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int LOOK_MS = 250;
  private static final int STORE_MS = 1_000;
  private static final int READ_MS = 10_000;
  private static final int PROBES_TOGETHER = 200;

  private final StreamWire wire = new StreamWire();
  private final Turns turns = new Turns();
  private final Links links;
  private final Followers followers;
  private final Arrivals arrivals;
  private final Consumer<OwnerId> present;
  private final ComponentStream stream;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "xmpp-gateway-timer");
            thread.setDaemon(true);
            return thread;
          });
  private long probed;

  /**
   * What the gateway needs from outside.
   *
   * @param accounts everybody's
   * @param present told whose mailbox is read from now on
   * @param registrations how many in a minute from one server
   */
  public record Surroundings(
      DataSource active,
      Accounts accounts,
      Recipients recipients,
      Consumer<OwnerId> present,
      Profiles profiles,
      Friends friends,
      Presences presences,
      Footprints footprints,
      Circles circles,
      Chats chats,
      Mailboxes mailboxes,
      Subscribers subscribers,
      int registrations,
      Clock clock) {}

  private Gateway(Surroundings around, ComponentSettings settings) {
    this.present = around.present();
    this.links = new Links(around.active());
    var unused = links.load();
    Addressing addressing = new Addressing(settings.domain());
    Occupants occupants = new Occupants();
    Resources resources = new Resources(around.presences());
    Wording wording = new Wording(addressing, occupants, around.clock());
    Correspondence correspondence =
        new Correspondence(wire, around.recipients(), around.friends(), around.chats());
    Rooms rooms =
        new Rooms(
            addressing,
            wire,
            around.circles(),
            occupants,
            new RoomHistory(
                addressing, around.circles(), around.mailboxes(), around.active(), around.clock()),
            correspondence);
    Roster roster =
        new Roster(addressing, wire, around.profiles(), around.friends(), around.presences());
    Trail trail = new Trail(addressing, wire, around.footprints());
    Newsroom newsroom = new Newsroom(roster, rooms, trail);
    this.followers =
        new Followers(
            links,
            wire,
            around.subscribers(),
            (link, underway) ->
                new Follower(
                    link,
                    number -> links.sent(link, number),
                    wire,
                    underway,
                    letter -> wording.of(link, letter),
                    (event, data) ->
                        turns.tell(link.jid(), () -> newsroom.tell(link, event, data))));
    Discovery discovery = new Discovery(addressing, around.profiles(), around.circles());
    this.arrivals =
        new Arrivals(
            addressing,
            wire,
            links,
            resources,
            roster,
            rooms,
            occupants,
            followers,
            discovery.capabilities());
    Registration registration =
        new Registration(
            wire, around.accounts(), links, new Attempts(around.registrations()), this);
    Reception reception =
        new Reception(
            addressing,
            wire,
            turns,
            links,
            arrivals,
            new Queries(
                wire,
                links,
                registration,
                discovery,
                new UserSearch(addressing, around.profiles()),
                rooms),
            rooms,
            correspondence,
            trail,
            new Bounces(links, occupants, followers));
    this.stream = ComponentStream.start(settings, reception);
    wire.follow(stream);
  }

  /** Begins; whether the server lets it in is in {@link #state}. Asks the database. */
  public static Gateway open(Surroundings around, ComponentSettings settings) {
    Gateway gateway = new Gateway(around, settings);
    gateway.every(LOOK_MS, gateway::look);
    gateway.every(STORE_MS, gateway.links::store);
    gateway.every(READ_MS, () -> gateway.links.load().forEach(gateway.arrivals::unlinked));
    return gateway;
  }

  private void every(int milliseconds, Runnable task) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                LOG.debug("done again soon: {}", e.toString());
              }
            },
            milliseconds,
            milliseconds,
            TimeUnit.MILLISECONDS);
  }

  private void look() {
    long opening = wire.openings();
    boolean isOpen = wire.isOpen();
    arrivals.renew(opening, isOpen);
    if (isOpen && opening != probed) {
      probed = opening;
      probe(new ArrayList<>(links.all()).iterator());
    }
    followers.look();
  }

  /** Asks some servers how their people are there, and the next ones when they were asked. */
  private void probe(Iterator<Link> all) {
    List<CompletableFuture<?>> asked = new ArrayList<>();
    while (all.hasNext() && asked.size() < PROBES_TOGETHER) {
      asked.add(wire.deliver(arrivals.probe(all.next())).toCompletableFuture());
    }
    if (!asked.isEmpty()) {
      var unused =
          CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
              .thenRun(() -> probe(all));
    }
  }

  @Override
  public void begun(Link link) {
    arrivals.linked(link);
    present.accept(link.person().id());
    followers.came(link.person());
    followers.look();
  }

  @Override
  public void ended(Link link) {
    arrivals.unlinked(link);
    followers.look();
  }

  /** How the stream is; for health. */
  public StreamState state() {
    return wire.state();
  }

  /** How many are linked. */
  public int count() {
    return links.all().size();
  }

  /** Ends it: what was not yet taken by the server is followed again by whoever is next. */
  @Override
  public void close() {
    followers.stop();
    stream.close();
    turns.close();
    timer.shutdown();
    arrivals.forgetAll();
    try {
      links.store();
    } catch (RuntimeException e) {
      LOG.debug("not stored what was taken last: it will come twice: {}", e.toString());
    }
  }
}
