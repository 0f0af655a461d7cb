package dev.kurir.sandbox;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Makes ULIDs, as LINE's {@code webhookEventId}: 26 characters of Crockford's Base32, sorted by
 * time. Thread-safe. Source: github.com/ulid/spec.
 */
final class Ulid {
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private final SecureRandom random = new SecureRandom();

  String next(long epochMilli) {
    BigInteger value = BigInteger.valueOf(epochMilli).shiftLeft(80).or(new BigInteger(80, random));
    char[] text = new char[26];
    for (int i = 25; i >= 0; i--) {
      text[i] = DIGITS[value.intValue() & 31];
      value = value.shiftRight(5);
    }
    return new String(text);
  }
}
