package dev.kurir.community;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.database.Sql;
import dev.kurir.message.OwnerId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where people are logged in over HTTP. A login has an access token for minutes at a time, and a
 * refresh token that brings the next pair once: one that comes again ends the login (RFC 9700
 * section 4.14), but for half a minute in which an answer may have been lost. Thread-safe.
 */
public final class Logins {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
  private static final Duration LOST_ANSWER = Duration.ofSeconds(30);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int SECRET_BYTES = 32;
  private static final int REMEMBERED = 100_000;

  private final Jdbi jdbi;
  private final AccessTokens tokens;
  private final Clock clock;
  private final Duration life;
  private final SecureRandom random = new SecureRandom();
  private final Cache<UUID, Boolean> living =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();
  private final Cache<OwnerId, Boolean> readers =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();
  private volatile Consumer<UUID> ended = login -> {};

  /** What a client gets. */
  public record Tokens(UUID login, Person person, String access, Instant end, String refresh) {
    /** Names the login: no token. */
    @Override
    public String toString() {
      return "tokens of " + person;
    }
  }

  /** One in the listing. */
  public record Login(UUID id, String device, Instant loggedInAt, Instant seenAt) {}

  /** Who asks, by which login, and until when they may. */
  public record Caller(Person person, UUID login, Instant end) {}

  private record Row(Person person, byte[] token, byte @Nullable [] former, Instant seenAt) {}

  /**
   * @param life how long a login lasts after it was refreshed last
   */
  public Logins(DataSource active, AccessTokens tokens, Clock clock, Duration life) {
    this.jdbi = Jdbi.create(active);
    this.tokens = tokens;
    this.clock = clock;
    this.life = life;
  }

  /** Who is told of logins that end at this node; must not block. */
  public void onEnd(Consumer<UUID> told) {
    ended = told;
  }

  /** Begins a login. */
  public Tokens begin(Person person, String device) {
    UUID login = UUID.randomUUID();
    String secret = secret();
    Instant now = clock.instant();
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(Sql.named("community/add-login"))
                .bind("id", login)
                .bind("user_id", person.id().value())
                .bind("device", device)
                .bind("token", digest(secret))
                .bind("now", now)
                .bind("expires_at", now.plus(life))
                .execute());
    readers.invalidate(person.id());
    return tokens(person, login, secret);
  }

  private Tokens tokens(Person person, UUID login, String secret) {
    Instant end = tokens.end();
    return new Tokens(login, person, tokens.sign(person, login, end), end, login + "." + secret);
  }

  /**
   * The next tokens of a login.
   *
   * @throws RefusedException when the token is not valid (any more)
   */
  public Tokens refresh(String token) {
    int dot = token.indexOf('.');
    UUID login = dot < 0 ? null : uuid(token.substring(0, dot));
    byte[] shown = digest(token.substring(dot + 1));
    String next = secret();
    Person person =
        login == null
            ? null
            : jdbi.inTransaction(handle -> refresh(handle, login, shown, digest(next)));
    if (person == null || login == null) {
      throw new RefusedException(
          RefusedException.Why.UNKNOWN_CALLER,
          "refreshToken: not accepted (expected: the latest of a login that has not ended)");
    }
    return tokens(person, login, next);
  }

  private @Nullable Person refresh(Handle handle, UUID login, byte[] shown, byte[] next) {
    Instant now = clock.instant();
    Row row =
        handle
            .createQuery(Sql.named("community/lock-login"))
            .bind("id", login)
            .bind("now", now)
            .map(Logins::row)
            .findOne()
            .orElse(null);
    if (row == null) {
      return null;
    }
    boolean again =
        row.former != null
            && MessageDigest.isEqual(row.former, shown)
            && row.seenAt.plus(LOST_ANSWER).isAfter(now);
    if (!again && !MessageDigest.isEqual(row.token, shown)) {
      if (row.former != null && MessageDigest.isEqual(row.former, shown)) {
        LOG.warn("a refresh token of {} came a second time: that login ends", row.person);
        remove(handle, row.person, login);
      }
      return null;
    }
    handle
        .createUpdate(Sql.named("community/refresh-login"))
        .bind("id", login)
        .bind("token", next)
        .bind("former", shown)
        .bind("now", now)
        .bind("expires_at", now.plus(life))
        .execute();
    return row.person;
  }

  private static Row row(ResultSet row, StatementContext context) throws SQLException {
    return new Row(
        new Person(new OwnerId(row.getInt("user_id")), row.getString("name")),
        row.getBytes("token"),
        row.getBytes("former"),
        row.getTimestamp("seen_at").toInstant());
  }

  /**
   * Whose access token it is. While the database is away a signature is enough: a token is short.
   */
  public Optional<Caller> caller(String accessToken) {
    return tokens
        .verify(accessToken)
        .filter(shown -> lives(shown.login()))
        .map(shown -> new Caller(shown.person(), shown.login(), shown.end()));
  }

  private boolean lives(UUID login) {
    Boolean known = living.getIfPresent(login);
    if (known != null) {
      return known;
    }
    try {
      boolean lives =
          jdbi.withHandle(
              handle ->
                  handle
                      .createQuery(Sql.named("community/login-lives"))
                      .bind("id", login)
                      .bind("now", clock.instant())
                      .mapTo(Boolean.class)
                      .one());
      living.put(login, lives);
      return lives;
    } catch (JdbiException e) {
      LOG.debug("the database is away: a signed token is enough");
      return true;
    }
  }

  /** Somebody's logins, the latest first. */
  public List<Login> list(Person person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("community/list-logins"))
                .bind("user_id", person.id().value())
                .bind("now", clock.instant())
                .map(
                    (row, context) ->
                        new Login(
                            row.getObject("id", UUID.class),
                            row.getString("device"),
                            row.getTimestamp("logged_in_at").toInstant(),
                            row.getTimestamp("seen_at").toInstant()))
                .list());
  }

  /** Ends one; false when they have none such. */
  public boolean end(Person person, UUID login) {
    return jdbi.inTransaction(handle -> remove(handle, person, login));
  }

  private boolean remove(Handle handle, Person person, UUID login) {
    boolean removed =
        handle
                .createUpdate(Sql.named("community/end-login"))
                .bind("id", login)
                .bind("user_id", person.id().value())
                .execute()
            == 1;
    forget(login);
    readers.invalidate(person.id());
    return removed;
  }

  /**
   * Ends all of somebody's but one.
   *
   * @param kept null: all
   */
  public void endOthers(Person person, @Nullable UUID kept) {
    list(person).stream()
        .map(Login::id)
        .filter(login -> !login.equals(kept))
        .forEach(login -> end(person, login));
  }

  /** It has ended, here or at another node. */
  void forget(UUID login) {
    living.invalidate(login);
    ended.accept(login);
  }

  /**
   * Whether a mailbox is read by its numbers, so that nothing of it need be pushed: its person is
   * logged in here, or it is a group's or room's history.
   */
  public boolean reads(OwnerId mailbox) {
    if (readers.getIfPresent(mailbox) != null) {
      return true;
    }
    boolean reads =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(Sql.named("community/reads-by-number"))
                    .bind("id", mailbox.value())
                    .bind("now", clock.instant())
                    .mapTo(Boolean.class)
                    .one());
    if (reads) {
      readers.put(mailbox, true);
    }
    return reads;
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable UUID uuid(String written) {
    try {
      return UUID.fromString(written);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
