package dev.kurir.messenger;

import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * People's accounts, the same for every way to come here: the UDP messenger, HTTP and XMPP. Hashing
 * a password takes tens of milliseconds: not for event loops. Thread-safe.
 */
public final class Accounts {
  private static final int LONGEST_PASSWORD = 128;

  private final Users users;
  private final Consumer<User> leaving;

  /** Somebody with an account. */
  public record Account(OwnerId id, String name) {}

  /**
   * @param leaving ends what else somebody has here, before the account is removed
   */
  Accounts(Users users, Consumer<User> leaving) {
    this.users = users;
    this.leaving = leaving;
  }

  /**
   * Adds an account.
   *
   * @return empty when the name is taken
   * @throws InvalidFieldException when the name or the password breaks its rule
   */
  public Optional<Account> register(String written, String password) throws SQLException {
    String name = UserName.of("name", written);
    requireGood("password", password);
    if (users.find(name).isPresent()) {
      return Optional.empty();
    }
    return users
        .add(name, Passwords.hash(password), Scram.verifier(password))
        .map(id -> new Account(id, name));
  }

  /** Who says to be of that name, if the password is theirs; takes as long when it is not. */
  public Optional<Account> prove(String written, String password) throws SQLException {
    User user = find(written);
    return user != null && password.length() <= LONGEST_PASSWORD && knows(user, password)
        ? Optional.of(account(user))
        : nobody(user, password);
  }

  private static Optional<Account> nobody(@Nullable User user, String password) {
    if (user == null && password.length() <= LONGEST_PASSWORD) {
      Passwords.matchesNobody(password);
    }
    return Optional.empty();
  }

  /** The account of a name, as far as was known some seconds ago. */
  public Optional<Account> named(String name) throws SQLException {
    return users.recipient(name).filter(user -> !user.bot()).map(Accounts::account);
  }

  /** Changes a password; false when the old one is wrong. */
  public boolean changePassword(Account of, String old, String next) throws SQLException {
    requireGood("new", next);
    if (prove(of.name(), old).filter(of::equals).isEmpty()) {
      return false;
    }
    users.setPassword(of.id(), Passwords.hash(next), Scram.verifier(next));
    return true;
  }

  /** Removes an account with its mailbox; false when the password is wrong. */
  public boolean remove(Account of, String password) throws SQLException {
    User user = find(of.name());
    if (user == null || prove(of.name(), password).filter(of::equals).isEmpty()) {
      return false;
    }
    leaving.accept(user);
    users.remove(user);
    return true;
  }

  private @Nullable User find(String written) throws SQLException {
    try {
      return users.find(UserName.of("name", written)).filter(user -> !user.bot()).orElse(null);
    } catch (InvalidFieldException e) {
      return null;
    }
  }

  /** Whether a password is a user's; takes as long where there is no such user. */
  static boolean knows(@Nullable User user, String password) {
    if (user == null || user.bot()) {
      return Passwords.matchesNobody(password);
    }
    return user.password() != null
        ? Passwords.matches(password, user.password())
        : user.verifier() != null && Scram.matches(password, user.verifier());
  }

  private static Account account(User user) {
    return new Account(user.id(), user.name());
  }

  private static void requireGood(String field, String password) {
    if (password.length() < 8 || password.length() > LONGEST_PASSWORD) {
      throw new InvalidFieldException(
          field, password.length() + " characters", "8 to " + LONGEST_PASSWORD + " characters");
    }
  }
}
