package dev.kurir.chat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Makes the ids of requests: 26 characters of Crockford's Base32, sorted by time, with 80 random
 * bits, so that nobody else can answer or repeat a request. Thread-safe. Source:
 * github.com/ulid/spec.
 */
final class RequestIds {
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int LENGTH = 26;

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  RequestIds(Clock clock) {
    this.clock = clock;
  }

  String next() {
    BigInteger value =
        BigInteger.valueOf(clock.millis()).shiftLeft(80).or(new BigInteger(80, random));
    char[] text = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS[value.intValue() & 31];
      value = value.shiftRight(5);
    }
    return new String(text);
  }
}
