package dev.kurir.owner;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable codes: what an owner types once, and what a network calls. Thread-safe. */
final class Codes {
  /** No 0, O, 1, I, L: people copy it from a screen. */
  private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private static final int PAIRING_LENGTH = 10;
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Codes() {}

  /** 49 bits in ten letters and digits. */
  static String pairingCode() {
    return RANDOM
        .ints(PAIRING_LENGTH, 0, ALPHABET.length())
        .mapToObj(ALPHABET::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  /** 256 bits, fit for a path. */
  static String webhookKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
  }
}
