package dev.kurir.gateway;

import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.util.Set;

/** What came back: letters that somebody's server could not take, clients that are gone. */
final class Bounces {
  /** Later it may be taken; with every other error the letter itself is not wanted. */
  private static final Set<String> PASSING =
      Set.of(
          "gone",
          "internal-server-error",
          "item-not-found",
          "recipient-unavailable",
          "remote-server-not-found",
          "remote-server-timeout",
          "resource-constraint",
          "service-unavailable");

  private final Links links;
  private final Occupants occupants;
  private final Followers followers;

  Bounces(Links links, Occupants occupants, Followers followers) {
    this.links = links;
    this.occupants = occupants;
    this.followers = followers;
  }

  /** Takes an error. */
  void received(Stanza error, Jid from) {
    boolean wasOccupant = !from.isBare() && occupants.gone(from);
    long number = error.kind() == Stanza.Kind.MESSAGE ? Wording.number(error) : 0;
    Link link = links.at(from.bare()).orElse(null);
    if (link == null || number == 0) {
      return;
    }
    if (wasOccupant) {
      followers.takeBack(link, number);
    } else if (isPassing(error)) {
      followers.bounced(link, number);
    }
  }

  private static boolean isPassing(Stanza stanza) {
    return stanza.element().child("error", Stanza.NAMESPACE).stream()
        .flatMap(error -> error.children().stream())
        .filter(condition -> condition.namespace().equals(Names.CONDITIONS))
        .map(Element::name)
        .anyMatch(PASSING::contains);
  }
}
