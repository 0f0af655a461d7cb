package dev.kurir;

import java.util.List;
import java.util.Map;

/** The other side of a network, as the contract test needs it. */
interface ContractPeer extends AutoCloseable {
  /** What can go wrong with what Kurir sends. */
  enum Trouble {
    LATER,
    NEVER,
    HANG_UP
  }

  String network();

  /** How owners read it. */
  String displayName();

  Map<String, String> credentials();

  /** Whom the owner writes to. */
  String partner();

  /** Where Kurir is called, for networks that call. */
  void webhook(String url);

  /** The partner writes; the same id is a redelivery. */
  void says(String id, String text) throws Exception;

  /** What the partner has got from Kurir, in order. */
  List<String> heard() throws Exception;

  /** The next request meets trouble; false: this peer can't make it. */
  boolean makes(Trouble trouble);

  /** Whether the network recognises a message that it delivers again. */
  default boolean redelivers() {
    return true;
  }

  /** Whether nothing has to be found out when Kurir doesn't know how a request ended. */
  default boolean recognisesRepeats() {
    return false;
  }

  /** What of Kurir's requests isn't as published. */
  List<String> violations();

  @Override
  void close() throws Exception;
}
