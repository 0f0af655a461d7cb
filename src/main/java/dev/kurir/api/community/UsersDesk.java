package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Logins;
import dev.kurir.community.Person;
import dev.kurir.community.Profiles;
import dev.kurir.community.RefusedException;
import dev.kurir.community.RefusedException.Why;
import dev.kurir.messenger.Accounts;
import dev.kurir.messenger.Accounts.Account;
import dev.kurir.messenger.Messenger;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts and logins, as the routes of the module users call them. Thread-safe. */
public final class UsersDesk {
  private static final int LONGEST = 128;

  private final Messenger messenger;
  private final Logins logins;
  private final Profiles profiles;
  private final Limits failures;

  /**
   * @param failures how many wrong passwords an address may show in a minute; then even right ones
   *     wait
   */
  public UsersDesk(Messenger messenger, Logins logins, Profiles profiles, int failures) {
    this.messenger = messenger;
    this.logins = logins;
    this.profiles = profiles;
    this.failures = new Limits(failures, "wrong passwords of an address");
  }

  /** What a client gets at the beginning of a login and at each refresh. */
  public record LoginAnswer(
      String login, String name, String accessToken, String expiresAt, String refreshToken) {
    static LoginAnswer of(Logins.Tokens tokens) {
      return new LoginAnswer(
          tokens.login().toString(),
          tokens.person().name(),
          tokens.access(),
          tokens.end().toString(),
          tokens.refresh());
    }

    /** Names the login: no token. */
    @Override
    public String toString() {
      return "login " + login;
    }
  }

  /** One in the listing. */
  public record LoginItem(
      String login, String device, boolean current, String loggedInAt, String seenAt) {}

  /** All of somebody's logins. */
  public record LoginList(List<LoginItem> items, @Nullable String next) {}

  /** Registers a person. */
  public Object registerUser(MemberRequest request) throws SQLException {
    RequestBody body = request.body("name", "password", "displayName");
    String name = body.text("name");
    String password = body.text("password");
    String displayName = body.optionalText("displayName", 64).orElse(null);
    Account account =
        accounts()
            .register(name, password)
            .orElseThrow(
                () -> new RefusedException(Why.CONFLICT, "name: is taken (expected: a new name)"));
    Person person = person(account);
    if (displayName != null) {
      profiles.change(person, new Profiles.Given(displayName), null);
    }
    return ProfileAnswer.of(profiles.require(person.name()));
  }

  /** Begins a login. */
  public Object logIn(MemberRequest request) throws SQLException {
    RequestBody body = request.body("name", "password", "device");
    String name = body.text("name");
    String password = body.text("password");
    String device = body.optionalText("device", 64).orElse("unnamed");
    failures.check(request.from());
    Account account =
        accounts()
            .prove(name, password)
            .orElseThrow(
                () -> {
                  failures.count(request.from());
                  return new RefusedException(
                      Why.UNKNOWN_CALLER,
                      "password: not accepted (expected: a person's name and password)");
                });
    Logins.Tokens tokens = logins.begin(person(account), device);
    messenger.present(account.id());
    return LoginAnswer.of(tokens);
  }

  /** The next tokens. */
  public Object refreshLogin(MemberRequest request) {
    return LoginAnswer.of(logins.refresh(request.body("refreshToken").text("refreshToken")));
  }

  /** Where one is logged in. */
  public Object listLogins(MemberRequest request) {
    return new LoginList(
        logins.list(request.caller()).stream()
            .map(
                login ->
                    new LoginItem(
                        login.id().toString(),
                        login.device(),
                        login.id().equals(request.login()),
                        login.loggedInAt().toString(),
                        login.seenAt().toString()))
            .toList(),
        null);
  }

  /** Ends one login. */
  public void endLogin(MemberRequest request) {
    String written = request.required("login");
    UUID login;
    try {
      login = written.equals("current") ? request.login() : UUID.fromString(written);
    } catch (IllegalArgumentException e) {
      throw noLogin();
    }
    if (!logins.end(request.caller(), login)) {
      throw noLogin();
    }
  }

  private static RefusedException noLogin() {
    return new RefusedException(
        Why.NOT_FOUND, "login: does not exist (expected: the id of a login of yours, or current)");
  }

  /** Another password; the other logins end. */
  public void changePassword(MemberRequest request) throws SQLException {
    RequestBody body = request.body("old", "new");
    String old = body.text("old", LONGEST);
    String next = body.text("new");
    if (!accounts().changePassword(account(request.caller()), old, next)) {
      throw new RefusedException(Why.FORBIDDEN, "old: not accepted (expected: the password)");
    }
    logins.endOthers(request.caller(), request.login());
  }

  /** Removes the account. */
  public void deleteAccount(MemberRequest request) throws SQLException {
    String password = request.body("password").text("password", LONGEST);
    if (!accounts().remove(account(request.caller()), password)) {
      throw new RefusedException(Why.FORBIDDEN, "password: not accepted (expected: the password)");
    }
  }

  private Accounts accounts() {
    return messenger.accounts();
  }

  private static Person person(Account account) {
    return new Person(account.id(), account.name());
  }

  private static Account account(Person person) {
    return new Account(person.id(), person.name());
  }
}
