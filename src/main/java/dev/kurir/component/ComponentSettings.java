package dev.kurir.component;

import dev.kurir.message.InvalidFieldException;
import dev.kurir.stanza.Limits;
import java.time.Duration;
import java.util.Locale;

/**
 * Which server a component connects to, and how. Immutable.
 *
 * @param host of the server's component port; the stream is not encrypted, so a local one
 * @param port 1 to 65,535; servers listen on 5347 by default
 * @param domain the component's own, in lower case
 * @param secret that the server has for it; never shown
 * @param limits of a stanza, in both directions
 * @param queuedBytes how much may be accepted and not yet written, at least one stanza's limit
 * @param behind how many stanzas the handler may have unfinished before no more are read, from 1
 * @param pace when it gives up and tries again
 */
public record ComponentSettings(
    String host,
    int port,
    String domain,
    String secret,
    Limits limits,
    int queuedBytes,
    int behind,
    Pace pace) {

  /**
   * Times of a stream, all from 1 ms to an hour.
   *
   * @param connect how long connecting and the handshake may take, each
   * @param silence after which a silent server is asked for a sign of life; after as much again it
   *     is dead
   * @param firstPause before the first new attempt; doubled each time
   * @param longestPause at most this; also after a refusal that only a person can mend
   */
  public record Pace(
      Duration connect, Duration silence, Duration firstPause, Duration longestPause) {
    public static final Pace USUAL =
        new Pace(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofMillis(250),
            Duration.ofSeconds(30));

    /**
     * @throws InvalidFieldException when a time is out of its range
     */
    public Pace {
      check("connect", connect);
      check("silence", silence);
      check("first pause", firstPause);
      check("longest pause", longestPause);
    }

    private static void check(String field, Duration time) {
      if (time.toMillis() < 1 || time.compareTo(Duration.ofHours(1)) > 0) {
        throw new InvalidFieldException(field, time.toString(), "1 ms to an hour");
      }
    }
  }

  /**
   * @throws InvalidFieldException when a value is out of its range
   */
  public ComponentSettings {
    check("host", host, !host.isBlank(), "a host name or address");
    check("port", Integer.toString(port), port >= 1 && port <= 65_535, "1 to 65535");
    boolean plain = domain.chars().noneMatch(c -> c <= ' ' || "@/'\"<>&".indexOf(c) >= 0);
    check(
        "domain",
        domain,
        plain && !domain.isEmpty() && domain.equals(domain.toLowerCase(Locale.ROOT)),
        "a domain in lower case, such as im.example");
    check("secret", "an empty text", !secret.isEmpty(), "the secret that the server has for it");
    check(
        "queued bytes",
        Integer.toString(queuedBytes),
        queuedBytes >= limits.bytes(),
        "at least " + limits.bytes() + ", a stanza's limit");
    check("behind", Integer.toString(behind), behind >= 1, "from 1");
  }

  private static void check(String field, String value, boolean fits, String rule) {
    if (!fits) {
      throw new InvalidFieldException(field, value, rule);
    }
  }

  /** With 4 MiB queued at most, 256 stanzas unfinished, and the usual limits and pace. */
  public static ComponentSettings of(String host, int port, String domain, String secret) {
    return new ComponentSettings(
        host, port, domain, secret, Limits.USUAL, 4_194_304, 256, Pace.USUAL);
  }

  public ComponentSettings withLimits(Limits other) {
    return new ComponentSettings(
        host, port, domain, secret, other, Math.max(queuedBytes, other.bytes()), behind, pace);
  }

  public ComponentSettings withQueuedBytes(int other) {
    return new ComponentSettings(host, port, domain, secret, limits, other, behind, pace);
  }

  public ComponentSettings withBehind(int other) {
    return new ComponentSettings(host, port, domain, secret, limits, queuedBytes, other, pace);
  }

  public ComponentSettings withPace(Pace other) {
    return new ComponentSettings(host, port, domain, secret, limits, queuedBytes, behind, other);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return domain + " at " + host + ":" + port;
  }
}
