package dev.kurir.gateway;

import dev.kurir.community.Person;

/**
 * Somebody who uses the platform from an XMPP client.
 *
 * @param jid their bare address
 */
record Link(Person person, String jid) {
  @Override
  public String toString() {
    return person.toString();
  }
}
