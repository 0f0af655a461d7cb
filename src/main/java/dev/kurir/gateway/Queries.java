package dev.kurir.gateway;

import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.gateway.Target.Kind;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.util.Optional;

/** Answers questions and requests (RFC 6120 §8.2.3). Thread-safe; asks the database. */
final class Queries {
  private final Wire wire;
  private final Links links;
  private final Registration registration;
  private final Discovery discovery;
  private final UserSearch search;
  private final Rooms rooms;

  Queries(
      Wire wire,
      Links links,
      Registration registration,
      Discovery discovery,
      UserSearch search,
      Rooms rooms) {
    this.wire = wire;
    this.links = links;
    this.registration = registration;
    this.discovery = discovery;
    this.search = search;
    this.rooms = rooms;
  }

  /** Answers one, or refuses it. */
  void received(Stanza iq, Jid from, Target target) {
    String type = iq.type().orElse("");
    if (type.equals("result")) {
      return;
    }
    boolean asks = type.equals("get");
    if ((!asks && !type.equals("set"))
        || iq.id().isEmpty()
        || iq.element().children().size() != 1) {
      throw new Refusal(Condition.BAD_REQUEST, "iq: get or set with an id and one element");
    }
    Element query = iq.element().children().get(0);
    Optional<Link> asker = links.at(from.bare());
    Optional<String> node = query.attribute("node");
    boolean toDomain = target.kind() == Kind.DOMAIN;
    if (asks && query.is("ping", Names.PING)) {
      ping(iq, from, asker, target);
    } else if (asks && query.is("query", Names.FEATURES)) {
      wire.send(Drafts.result(iq, discovery.about(asker, target, node)));
    } else if (asks && query.is("query", Names.ITEMS)) {
      wire.send(Drafts.result(iq, discovery.items(asker, target, node)));
    } else if (asks && toDomain && query.is("query", Names.VERSION)) {
      wire.send(Drafts.result(iq, version()));
    } else if (toDomain && query.is("query", Names.REGISTER)) {
      if (asks) {
        registration.ask(iq, from);
      } else {
        registration.fill(iq, from, query);
      }
    } else if (toDomain && query.is("query", Names.SEARCH)) {
      require(asker);
      wire.send(Drafts.result(iq, asks ? UserSearch.fields() : search.found(query)));
    } else if (!asks && target.kind() == Kind.CIRCLE && isRemoval(query)) {
      rooms.quit(require(asker), target.name());
      wire.send(new Stanza(Drafts.result(iq).build()));
    } else {
      throw Refusal.unavailable();
    }
  }

  private static boolean isRemoval(Element query) {
    return query.is("query", Names.REGISTER) && query.child("remove", Names.REGISTER).isPresent();
  }

  private static Link require(Optional<Link> asker) {
    return asker.orElseThrow(
        () -> new Refusal(Condition.REGISTRATION_REQUIRED, "Register here first."));
  }

  /** Whoever pings themselves in a room learns whether they are still in it (XEP-0410). */
  private void ping(Stanza iq, Jid from, Optional<Link> asker, Target target) {
    if (target.kind() == Kind.CIRCLE
        && !target.resource().isEmpty()
        && !rooms.isIn(require(asker), from, target)) {
      throw new Refusal(Condition.NOT_ACCEPTABLE, "You have not entered this room.");
    }
    wire.send(new Stanza(Drafts.result(iq).build()));
  }

  private static Element version() {
    return Element.builder("query", Names.VERSION)
        .child("name", "Kurir")
        .child("version", "1")
        .build();
  }
}
