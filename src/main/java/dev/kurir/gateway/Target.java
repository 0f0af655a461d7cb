package dev.kurir.gateway;

/**
 * Whom at the component's domain a stanza is for.
 *
 * @param name of the person or circle; empty where it is the domain or nobody
 * @param resource empty: none
 */
record Target(Kind kind, String name, String resource) {
  /** The kinds. */
  enum Kind {
    DOMAIN,
    PERSON,
    /** A group or a room. */
    CIRCLE,
    /** Nobody can have this address. */
    NOBODY
  }
}
