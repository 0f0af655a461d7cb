package dev.kurir.messenger;

import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OutOfSpaceException;
import dev.kurir.message.OwnerId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What users send. It is answered when it is on disk, and stands in the inbox once, however often a
 * request with an id comes: an id of 16 characters or more names the message of its user in all
 * sessions and at all servers, a shorter one in its session. Thread-safe.
 */
final class Letters {
  static final NetworkName NETWORK = new NetworkName("udp");

  private static final int LASTING_ID = 16;

  /** What a group's or room's name begins with where a user's could stand. */
  private static final String CIRCLE = "#";

  private final Users users;
  private final Sessions sessions;
  private final Elsewhere elsewhere;
  private final Function<String, Optional<BotId>> bots;
  private final Community community;
  private final Intake intake;
  private final Clock clock;

  /**
   * @param bots the owners' bots by name
   */
  Letters(
      Users users,
      Sessions sessions,
      Elsewhere elsewhere,
      Function<String, Optional<BotId>> bots,
      Community community,
      Intake intake,
      Clock clock) {
    this.users = users;
    this.sessions = sessions;
    this.elsewhere = elsewhere;
    this.bots = bots;
    this.community = community;
    this.intake = intake;
    this.clock = clock;
  }

  /** Whether {@link #send} can be done without asking the database. */
  boolean isQuick(Call call) {
    String[] addressed = call.request().addressed();
    if (addressed == null) {
      return true;
    }
    String name = addressed[0].toLowerCase(Locale.ROOT);
    if (name.startsWith(CIRCLE)) {
      return false;
    }
    return bots.apply(name).isPresent() || users.remembered(name) != null;
  }

  /** {@code /send user text}. */
  void send(Call call) throws SQLException {
    String[] addressed = call.request().addressed();
    if (addressed == null) {
      call.error(400, "/send user text");
      return;
    }
    BotId to = recipient(call.session().user(), addressed[0]);
    if (to == null) {
      call.error(
          404,
          addressed[0].startsWith(CIRCLE)
              ? "no group or room " + shown(addressed[0]) + " that you are in"
              : "no user " + shown(addressed[0]));
      return;
    }
    take(call, List.of(arrival(call, to, addressed[1])), "sent to " + shown(addressed[0]));
  }

  /** {@code /all text}: to everybody else who is connected now. */
  void sendToAll(Call call) {
    String text = call.request().argument();
    if (text.isBlank()) {
      call.error(400, "/all text");
      return;
    }
    Set<OwnerId> connected = new LinkedHashSet<>();
    sessions.all().forEach(other -> connected.add(other.user()));
    elsewhere.all().forEach(other -> connected.add(other.user()));
    connected.remove(call.session().user());
    List<Arrival> arrivals = new ArrayList<>();
    for (OwnerId other : connected) {
      arrivals.add(arrival(call, new BotId(other.value()), text));
    }
    if (arrivals.isEmpty()) {
      call.ok("sent to nobody: nobody else is connected");
      return;
    }
    take(call, arrivals, "sent to " + arrivals.size());
  }

  private void take(Call call, List<Arrival> arrivals, String done) {
    boolean taken =
        intake.take(
            arrivals,
            failure -> {
              if (failure == null) {
                call.ok(done);
              } else if (OutOfSpaceException.in(failure) != null) {
                call.error(507, "out of space: try again later");
              } else {
                call.error(503, "not stored: try again");
              }
            });
    if (!taken) {
      call.error(503, "busy: try again");
    }
  }

  private @Nullable BotId recipient(OwnerId from, String written) throws SQLException {
    boolean circle = written.startsWith(CIRCLE);
    String name;
    try {
      name = UserName.of("user", circle ? written.substring(CIRCLE.length()) : written);
    } catch (InvalidFieldException e) {
      return null;
    }
    if (circle) {
      return community.circle(from, name).orElse(null);
    }
    Optional<BotId> bot = bots.apply(name);
    if (bot.isPresent()) {
      return bot.get();
    }
    return users
        .recipient(name)
        .filter(user -> !user.bot())
        .map(user -> new BotId(user.id().value()))
        .orElse(null);
  }

  private static String shown(String name) {
    return name.length() > 32 ? "of such a name" : name.toLowerCase(Locale.ROOT);
  }

  private Arrival arrival(Call call, BotId to, String text) {
    Session from = call.session();
    return arrival(id(call.request(), from), to, from.name(), text);
  }

  /**
   * A message as the inbox takes it.
   *
   * @param id the same when it comes again
   * @param from a user's or a bot's name
   */
  Arrival arrival(String id, BotId to, String from, String text) {
    Instant now = clock.instant();
    return new Arrival(
        NETWORK,
        to,
        new NetworkMessageId(id),
        new Address(from),
        from,
        null,
        "text",
        text,
        null,
        now,
        now,
        Map.of());
  }

  /** Somebody's message that comes another way, named by its client. */
  Arrival arrival(OwnerId from, String name, BotId to, String clientId, String text) {
    return arrival(from + "#http#" + clientId, to, name, text);
  }

  private static String id(Request request, Session from) {
    String id = request.id();
    if (id.isEmpty()) {
      return UUID.randomUUID().toString();
    }
    String scope =
        id.length() >= LASTING_ID ? Integer.toString(from.user().value()) : from.id().toString();
    UUID content =
        UUID.nameUUIDFromBytes(
            (request.command() + " " + request.argument()).getBytes(StandardCharsets.UTF_8));
    return scope + "#" + id + "#" + content;
  }
}
