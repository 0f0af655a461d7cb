package dev.kurir.gateway;

/**
 * An address as servers write it (RFC 7622 §3): they have prepared it, so equal addresses are equal
 * texts.
 *
 * @param bare without the resource
 * @param resource empty: none
 */
record Jid(String bare, String resource) {
  static Jid of(String written) {
    int slash = written.indexOf('/');
    return slash < 0
        ? new Jid(written, "")
        : new Jid(written.substring(0, slash), written.substring(slash + 1));
  }

  /** Whose users it is one of. */
  String domain() {
    return bare.substring(bare.indexOf('@') + 1);
  }

  boolean isBare() {
    return resource.isEmpty();
  }

  /** The whole address. */
  @Override
  public String toString() {
    return resource.isEmpty() ? bare : bare + "/" + resource;
  }
}
