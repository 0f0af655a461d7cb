package dev.kurir.messenger;

import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.concurrent.Executor;

/** A user who is logged in at this server, from one address and port. Thread-safe. */
final class Session {
  private final UUID id;
  private final OwnerId user;
  private final String name;
  private final InetSocketAddress peer;
  private final boolean acknowledges;
  private final byte[] token;
  private final Strand strand;
  private volatile long heardAt = System.nanoTime();
  private volatile boolean found;
  private volatile long serial;

  /**
   * @param acknowledges whether the client says {@code /ack}, so that pushes are repeated until
   *     then
   * @param token the digest of what login returned
   * @param workers for what takes time
   */
  Session(
      UUID id,
      OwnerId user,
      String name,
      InetSocketAddress peer,
      boolean acknowledges,
      byte[] token,
      Executor workers) {
    this.id = id;
    this.user = user;
    this.name = name;
    this.peer = peer;
    this.acknowledges = acknowledges;
    this.token = token.clone();
    this.strand = new Strand(workers);
  }

  UUID id() {
    return id;
  }

  OwnerId user() {
    return user;
  }

  String name() {
    return name;
  }

  InetSocketAddress peer() {
    return peer;
  }

  boolean acknowledges() {
    return acknowledges;
  }

  byte[] token() {
    return token.clone();
  }

  /** What it asks is done in the order in which it came. */
  Strand strand() {
    return strand;
  }

  ConversationId mailbox() {
    return ConversationId.masterOf(user);
  }

  /** Sets what the database numbers it with. */
  Session numbered(long number) {
    serial = number;
    return this;
  }

  /** Of two sessions of a user the one with the higher number is the later. */
  long serial() {
    return serial;
  }

  boolean hasToken(String shown) {
    return MessageDigest.isEqual(token, Scram.digest(shown));
  }

  void heard() {
    heardAt = System.nanoTime();
  }

  /** Its client asked something of this server, which it has to know for that. */
  void found() {
    found = true;
  }

  /**
   * Whether its client knows this server; an acknowledgement alone goes to where the message came
   * from.
   */
  boolean isFound() {
    return found;
  }

  /** When it was heard last, by {@link System#nanoTime}. */
  long heardAt() {
    return heardAt;
  }

  /** Names it in logs: no address and no token. */
  @Override
  public String toString() {
    return "session of " + name;
  }
}
