package dev.kurir.gateway;

import dev.kurir.community.Friends;
import dev.kurir.community.Person;
import dev.kurir.community.Presence;
import dev.kurir.community.Presence.Show;
import dev.kurir.community.Presences;
import dev.kurir.community.Profiles;
import dev.kurir.community.RefusedException;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Friends as contacts of an XMPP roster (RFC 6121 §3): to subscribe is to ask, to approve is to
 * accept, to cancel either is to end it. Thread-safe; asks the database.
 */
final class Roster {
  private static final int MOST_REQUESTS = 1_000;

  private final Addressing addressing;
  private final Wire wire;
  private final Profiles profiles;
  private final Friends friends;
  private final Presences presences;

  Roster(
      Addressing addressing, Wire wire, Profiles profiles, Friends friends, Presences presences) {
    this.addressing = addressing;
    this.wire = wire;
    this.profiles = profiles;
    this.friends = friends;
    this.presences = presences;
  }

  /** Somebody sends another one a subscription stanza or asks how they are there. */
  void received(Link link, String name, String type) {
    switch (type) {
      case "subscribe" -> ask(link, name);
      case "subscribed" -> accept(link, name);
      case "unsubscribe" -> {
        end(link, name);
        say("unsubscribed", name, link.jid());
      }
      case "unsubscribed" -> end(link, name);
      case "probe" -> probe(link, name);
      default -> {}
    }
  }

  private void ask(Link link, String name) {
    try {
      Person other = profiles.person(name);
      if (friends.ask(link.person(), other) == Friends.State.FRIENDS) {
        befriended(link, other);
      }
    } catch (RefusedException | InvalidFieldException e) {
      refuse(name, link.jid()); // there is no such person, or it is oneself
    }
  }

  /** Only what was asked can be accepted: else the one who approves would ask. */
  private void accept(Link link, String name) {
    profiles
        .find(name)
        .map(profile -> profile.person())
        .filter(
            other ->
                friends.requests(link.person(), "", MOST_REQUESTS).stream()
                    .anyMatch(
                        request ->
                            request.direction() == Friends.Direction.IN
                                && request.person().equals(other)))
        .ifPresent(
            other -> {
              if (friends.ask(link.person(), other) == Friends.State.FRIENDS) {
                befriended(link, other);
              }
            });
  }

  private void end(Link link, String name) {
    profiles
        .find(name)
        .map(profile -> profile.person())
        .filter(other -> !other.equals(link.person()))
        .ifPresent(other -> friends.end(link.person(), other));
  }

  private void probe(Link link, String name) {
    Person other = profiles.find(name).map(profile -> profile.person()).orElse(null);
    if (other != null && friends.areFriends(link.person(), other)) {
      wire.send(seen(other, link.jid()));
    } else {
      refuse(name, link.jid());
    }
  }

  /** They don't see each other. */
  void refuse(String name, String jid) {
    say("unsubscribed", name, jid);
  }

  private void befriended(Link link, Person friend) {
    say("subscribed", friend.name(), link.jid());
    wire.send(seen(friend, link.jid()));
  }

  private Stanza seen(Person friend, String jid) {
    Presence presence = presences.seen(List.of(friend)).get(friend.id());
    return presence == null
        ? presence(friend.name(), jid, "offline", null)
        : presence(friend.name(), jid, shown(presence.show()), presence.status());
  }

  private static String shown(Show show) {
    return switch (show) {
      case ONLINE -> "online";
      case AWAY -> "away";
      case BUSY -> "busy";
      case OFFLINE -> "offline";
    };
  }

  /** A friend is there another way, as event streams are told it. */
  void presenceNews(Link link, String name, String show, @Nullable String status) {
    wire.send(presence(name, link.jid(), show, status));
  }

  private Stanza presence(String name, String jid, String show, @Nullable String status) {
    boolean offline = show.equals("offline");
    Element.Builder presence =
        Drafts.presence(offline ? "unavailable" : null, addressing.present(name), jid);
    if (show.equals("away")) {
      presence.child("show", "away");
    } else if (show.equals("busy")) {
      presence.child("show", "dnd");
    }
    if (status != null && !offline) {
      presence.child("status", status);
    }
    return new Stanza(presence.build());
  }

  /** Something between two has changed by the other one, as event streams are told it. */
  void friendNews(Link link, String name, String state) {
    switch (state) {
      case "asked" -> say("subscribe", name, link.jid());
      case "friends" -> profiles.find(name).ifPresent(other -> befriended(link, other.person()));
      case "none" -> {
        say("unsubscribe", name, link.jid());
        say("unsubscribed", name, link.jid());
        wire.send(presence(name, link.jid(), "offline", null));
      }
      default -> {}
    }
  }

  private void say(String type, String name, String jid) {
    wire.send(Drafts.presenceOf(type, addressing.person(name), jid));
  }
}
