package dev.kurir.messenger;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/**
 * Passwords as they are kept: Argon2id (RFC 9106) with 19 MiB, two passes, a salt of 16 bytes, as a
 * PHC string. One hash takes some tens of milliseconds: not for event loops. Thread-safe.
 */
final class Passwords {
  private static final int KIBIBYTES = 19_456;
  private static final int PASSES = 2;
  private static final int SALT = 16;
  private static final int HASH = 32;
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(KIBIBYTES, PASSES, 1, HASH, Argon2.ID);

  /** Nobody's, compared where a name is unknown, so that both refusals take the same time. */
  private static final String NOBODYS = hash("nobody's");

  private Passwords() {}

  static String hash(String password) {
    return Password.hash(password).addRandomSalt(SALT).with(ARGON2).getResult();
  }

  static boolean matches(String password, String kept) {
    return Password.check(password, kept).with(Argon2Function.getInstanceFromHash(kept));
  }

  /** Takes as long as comparing with somebody's. */
  static boolean matchesNobody(String password) {
    return matches(password, NOBODYS) && false;
  }
}
