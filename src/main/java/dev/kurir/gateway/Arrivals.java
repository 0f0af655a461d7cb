package dev.kurir.gateway;

import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.util.Optional;

/**
 * How people are there, as their servers say: at the domain, to their friends, in groups and rooms.
 * Thread-safe; asks the database.
 */
final class Arrivals {
  private final Addressing addressing;
  private final Wire wire;
  private final Links links;
  private final Resources resources;
  private final Roster roster;
  private final Rooms rooms;
  private final Occupants occupants;
  private final Followers followers;
  private final Element capabilities;
  private long opening;
  private boolean wasOpen;

  /**
   * @param capabilities of the domain (XEP-0115)
   */
  Arrivals(
      Addressing addressing,
      Wire wire,
      Links links,
      Resources resources,
      Roster roster,
      Rooms rooms,
      Occupants occupants,
      Followers followers,
      Element capabilities) {
    this.addressing = addressing;
    this.wire = wire;
    this.links = links;
    this.resources = resources;
    this.roster = roster;
    this.rooms = rooms;
    this.occupants = occupants;
    this.followers = followers;
    this.capabilities = capabilities;
  }

  /** Takes one, or refuses it. */
  void received(Stanza presence, Jid from, Target target) {
    Optional<Link> link = links.at(from.bare());
    if (link.isEmpty()) {
      stranger(presence, from, target);
      return;
    }
    switch (target.kind()) {
      case DOMAIN -> atDomain(link.get(), presence, from);
      case PERSON -> toPerson(link.get(), presence, from, target.name());
      case CIRCLE -> inRoom(link.get(), presence, from, target);
      case NOBODY -> {}
    }
  }

  private void stranger(Stanza presence, Jid from, Target target) {
    String type = presence.type().orElse("");
    if (type.equals("subscribe") || type.equals("probe")) {
      wire.send(
          Drafts.presenceOf("unsubscribed", Jid.of(presence.to().orElse("")).bare(), from.bare()));
    } else if (type.isEmpty() && target.kind() == Target.Kind.CIRCLE) {
      throw new Refusal(
          Condition.REGISTRATION_REQUIRED, "Register with " + addressing.domain() + " first.");
    }
  }

  private void atDomain(Link link, Stanza presence, Jid from) {
    switch (presence.type().orElse("")) {
      case "" -> came(link, presence, from);
      case "unavailable" -> gone(link, from);
      case "subscribe" -> {
        say(link, "subscribed");
        appear(link);
      }
      case "subscribed", "probe" -> appear(link);
      case "unsubscribe" -> say(link, "unsubscribed");
      case "unsubscribed" -> resources.forget(link.person());
      default -> {}
    }
  }

  private void came(Link link, Stanza presence, Jid from) {
    if (resources.came(link.person(), from.resource(), presence)) {
      appear(link);
    }
    followers.came(link.person());
  }

  private void gone(Link link, Jid from) {
    resources.gone(link.person(), from.resource());
    occupants.gone(from);
  }

  private void toPerson(Link link, Stanza presence, Jid from, String name) {
    switch (presence.type().orElse("")) {
      case "" -> came(link, presence, from);
      case "unavailable" -> gone(link, from);
      default -> roster.received(link, name, presence.type().orElse(""));
    }
  }

  private void inRoom(Link link, Stanza presence, Jid from, Target room) {
    switch (presence.type().orElse("")) {
      case "" -> rooms.enter(link, from, room, presence);
      case "unavailable" -> rooms.leave(link, from, room.name());
      case "unsubscribe" -> rooms.quit(link, room.name());
      case "subscribe" ->
          wire.send(Drafts.presenceOf("unsubscribed", addressing.circle(room.name()), link.jid()));
      default -> {}
    }
  }

  /** Asks for somebody's presence, and tells that of the domain. */
  void linked(Link link) {
    say(link, "subscribe");
    appear(link);
  }

  /** Nothing more is told or asked (XEP-0100 §4.3). */
  void unlinked(Link link) {
    resources.forget(link.person());
    occupants.forget(link.person().id());
    say(link, "unsubscribe");
    say(link, "unsubscribed");
    say(link, "unavailable");
  }

  /** The domain is there. */
  private void appear(Link link) {
    wire.send(
        new Stanza(
            Drafts.presence(null, addressing.domain(), link.jid()).child(capabilities).build()));
  }

  private void say(Link link, String type) {
    wire.send(Drafts.presenceOf(type, addressing.domain(), link.jid()));
  }

  /** What asks somebody's server how they are there. */
  Stanza probe(Link link) {
    return Drafts.presenceOf("probe", addressing.domain(), link.jid());
  }

  /**
   * Forgets who was there and where when the stream was lost, and when it is there again: it has to
   * be asked anew.
   *
   * @param now how often the stream was opened until now
   */
  synchronized void renew(long now, boolean isOpen) {
    if (now > opening || (now == opening && wasOpen && !isOpen)) {
      forgetAll();
    }
    if (now >= opening) {
      opening = now;
      wasOpen = isOpen;
    }
  }

  /** Who was there and where isn't known any more. */
  void forgetAll() {
    resources.forgetAll();
    occupants.forgetAll();
  }
}
