package dev.kurir.component;

import dev.kurir.stanza.Stanza;
import java.util.Optional;

/** Which addresses (RFC 7622) belong to a component's domain. Immutable. */
record Addresses(String domain) {
  /** Whether somebody at this domain, or at one beneath it, is meant. */
  boolean includes(String address) {
    String host = bare(address);
    host = host.substring(host.indexOf('@') + 1);
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /**
   * What is wrong with a stanza's addresses, because of which a server would end the stream:
   * Prosody compares the domain of {@code from} letter by letter, and wants a whole address.
   */
  Optional<String> objection(Stanza stanza) {
    if (stanza.to().filter(to -> !to.isEmpty()).isEmpty()) {
      return Optional.of("to: missing (expected: an address)");
    }
    String from = stanza.from().orElse("");
    String bare = bare(from);
    boolean whole = !from.endsWith("/") || from.length() > bare.length() + 1;
    boolean own =
        bare.equals(domain) || (bare.endsWith("@" + domain) && isLocalPart(localPart(bare)));
    return whole && own
        ? Optional.empty()
        : Optional.of("from: another domain's address (expected: one of " + domain + ")");
  }

  private String localPart(String bare) {
    return bare.substring(0, bare.length() - domain.length() - 1);
  }

  private static boolean isLocalPart(String text) {
    return !text.isEmpty() && text.indexOf('@') < 0;
  }

  private static String bare(String address) {
    int slash = address.indexOf('/');
    return slash < 0 ? address : address.substring(0, slash);
  }
}
