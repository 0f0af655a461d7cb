package dev.kurir.messenger;

import dev.kurir.cluster.Servers;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How users come and go: register, log in, log out, unregister. Blocks; thread-safe. */
final class Access {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);
  private static final int LONGEST_PASSWORD = 128;
  private static final String WRONG = "wrong name or password";

  private final Users users;
  private final Sessions sessions;
  private final Mailbox mailbox;
  private final Scram scram = new Scram();
  private final MessengerSettings settings;
  private final Limits registrations;
  private final Limits failures;
  private final Executor workers;
  private final Consumer<Session> begun;
  private final Consumer<Session> ended;
  private final Consumer<User> leaving;
  private final Consumer<String> gone;
  private final Servers servers;

  /**
   * @param begun told of each new session
   * @param ended told of each session that has ended
   * @param leaving told of each user who is about to be removed
   * @param gone told the name of each user who is gone for good
   */
  Access(
      Users users,
      Sessions sessions,
      Mailbox mailbox,
      MessengerSettings settings,
      Servers servers,
      Executor workers,
      Consumer<Session> begun,
      Consumer<Session> ended,
      Consumer<User> leaving,
      Consumer<String> gone) {
    this.users = users;
    this.sessions = sessions;
    this.mailbox = mailbox;
    this.settings = settings;
    this.registrations = new Limits(settings.registrationsPerMinute());
    this.failures = new Limits(settings.failedLoginsPerMinute());
    this.workers = workers;
    this.begun = begun;
    this.ended = ended;
    this.leaving = leaving;
    this.gone = gone;
    this.servers = servers;
  }

  /** {@code /register user password}, or with a verifier in the password's place. */
  void register(Call call) throws SQLException {
    String[] words = call.request().words();
    if (words.length != 2) {
      call.error(400, "/register user password");
      return;
    }
    boolean verifier = Scram.isVerifier(words[1]);
    if (!verifier && !mayBePlain(call)) {
      return;
    }
    if (!verifier && words[1].length() > LONGEST_PASSWORD) {
      call.error(400, "password: at most " + LONGEST_PASSWORD + " characters");
      return;
    }
    if (!registrations.allow(call.from())) {
      call.error(429, "too many registrations: wait a minute");
      return;
    }
    String name;
    try {
      name = UserName.of("user", words[0]);
    } catch (InvalidFieldException e) {
      call.error(400, String.valueOf(e.getMessage()));
      return;
    }
    if (users.find(name).isPresent()) {
      call.error(409, "user " + name + ": the name is taken");
      return;
    }
    Optional<OwnerId> added =
        users.add(
            name,
            verifier ? null : Passwords.hash(words[1]),
            verifier ? words[1] : Scram.verifier(words[1]));
    if (added.isEmpty()) {
      call.error(409, "user " + name + ": the name is taken");
      return;
    }
    LOG.info("user {} registered", name);
    call.ok("registered " + name);
  }

  /** {@code /login user password [ack]}. */
  void login(Call call) throws SQLException {
    String[] words = call.request().words();
    boolean acknowledges = words.length == 3 && words[2].equals("ack");
    if (words.length != 2 && !acknowledges) {
      call.error(400, "/login user password [ack]");
      return;
    }
    if (!mayBePlain(call) || !mayTry(call)) {
      return;
    }
    User user = find(words[0]);
    if (!Accounts.knows(user, words[1]) || user == null) {
      refuse(call);
      return;
    }
    begin(call, user, acknowledges, "");
  }

  /** {@code /scram <base64 of a client's message> [ack]}: the first and the final one. */
  void scram(Call call) throws SQLException {
    String[] words = call.request().words();
    boolean acknowledges = words.length == 2 && words[1].equals("ack");
    if (words.length != 1 && !acknowledges) {
      call.error(400, "/scram message [ack]");
      return;
    }
    String message;
    try {
      message = new String(Base64.getDecoder().decode(words[0]), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      call.error(400, "/scram: base64 only");
      return;
    }
    if (!mayTry(call)) {
      return;
    }
    if (message.startsWith("c=")) {
      last(call, message, acknowledges);
    } else {
      first(call, message);
    }
  }

  private void first(Call call, String message) throws SQLException {
    String shown = Scram.name(message);
    User user = shown == null ? null : find(shown);
    String answer =
        shown == null
            ? null
            : scram.first(call.from(), message, shown, user == null ? null : user.verifier());
    if (answer == null) {
      call.error(400, "/scram: SCRAM-SHA-256 without channel binding");
      return;
    }
    call.ok(base64(answer));
  }

  private void last(Call call, String message, boolean acknowledges) throws SQLException {
    Scram.Proven proven = scram.last(call.from(), message);
    User user = proven == null ? null : find(proven.name());
    if (proven == null || user == null) {
      refuse(call);
      return;
    }
    begin(call, user, acknowledges, base64(proven.serverFinal()) + " ");
  }

  private static String base64(String message) {
    return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable User find(String written) throws SQLException {
    try {
      return users.find(UserName.of("user", written)).orElse(null);
    } catch (InvalidFieldException e) {
      return null;
    }
  }

  private void begin(Call call, User user, boolean acknowledges, String proof) throws SQLException {
    if (sessions.count() >= settings.quota() && sessions.of(user.id()) == null) {
      call.error(
          503, "full" + servers.roomiest().map(server -> " " + server.clientAddress()).orElse(""));
      return;
    }
    String token = scram.token();
    Session session =
        new Session(
            UUID.randomUUID(),
            user.id(),
            user.name(),
            call.from(),
            acknowledges,
            Scram.digest(token),
            workers);
    sessions.begin(session).forEach(ended);
    call.trust();
    Mailbox.Size size = mailbox.size(user.id());
    call.ok(
        "%swelcome %s, %d unread, session %s".formatted(proof, user.name(), size.unread(), token));
    begun.accept(session);
  }

  /** {@code /logout}. */
  void logout(Call call) throws SQLException {
    sessions.end(call.session());
    ended.accept(call.session());
    call.ok("goodbye");
  }

  /** {@code /unregister}, and with the password to confirm it. */
  void unregister(Call call) throws SQLException {
    String[] words = call.request().words();
    if (words.length == 0) {
      call.ok("confirm: /unregister <password>");
      return;
    }
    if (words.length != 1 || !mayBePlain(call) || !mayTry(call)) {
      if (words.length != 1) {
        call.error(400, "/unregister password");
      }
      return;
    }
    User user = find(call.session().name());
    if (user == null
        || !user.id().equals(call.session().user())
        || !Accounts.knows(user, words[0])) {
      refuse(call);
      return;
    }
    sessions.end(call.session());
    ended.accept(call.session());
    leaving.accept(user);
    users.remove(user);
    gone.accept(user.name());
    LOG.info("user {} unregistered", user.name());
    call.ok("goodbye, " + user.name() + " is gone");
  }

  private boolean mayBePlain(Call call) {
    if (settings.plainLoginAnywhere() || call.from().getAddress().isLoopbackAddress()) {
      return true;
    }
    call.error(403, "no plain passwords here: /scram");
    return false;
  }

  private boolean mayTry(Call call) {
    if (!failures.spent(call.from())) {
      return true;
    }
    call.error(429, "too many wrong logins: wait a minute");
    return false;
  }

  private void refuse(Call call) {
    failures.allow(call.from());
    call.error(401, WRONG);
  }
}
