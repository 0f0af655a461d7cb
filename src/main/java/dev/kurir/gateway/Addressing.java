package dev.kurir.gateway;

import dev.kurir.gateway.Target.Kind;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.messenger.Messenger;

/**
 * The addresses of the component: people are {@code name@domain}, groups and rooms {@code
 * #name@domain}, those in them {@code #name@domain/person}.
 */
record Addressing(String domain) {
  private static final String CIRCLE = "#";
  private static final String RESOURCE = "/kurir";

  String person(String name) {
    return name + "@" + domain;
  }

  /** From where somebody's presence comes. */
  String present(String name) {
    return person(name) + RESOURCE;
  }

  String circle(String name) {
    return CIRCLE + name + "@" + domain;
  }

  String occupant(String circle, String person) {
    return circle(circle) + "/" + person;
  }

  Target target(Jid to) {
    if (to.bare().equals(domain)) {
      return new Target(Kind.DOMAIN, "", to.resource());
    }
    int at = to.bare().indexOf('@');
    if (at < 1 || !to.domain().equals(domain)) {
      return new Target(Kind.NOBODY, "", to.resource());
    }
    String local = to.bare().substring(0, at);
    boolean circle = local.startsWith(CIRCLE);
    try {
      String name = Messenger.name("to", circle ? local.substring(1) : local);
      return new Target(circle ? Kind.CIRCLE : Kind.PERSON, name, to.resource());
    } catch (InvalidFieldException e) {
      return new Target(Kind.NOBODY, "", to.resource());
    }
  }
}
