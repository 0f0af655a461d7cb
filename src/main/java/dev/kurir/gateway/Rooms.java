package dev.kurir.gateway;

import dev.kurir.community.Circle;
import dev.kurir.community.Circles;
import dev.kurir.community.Members.Member;
import dev.kurir.community.RefusedException;
import dev.kurir.community.RefusedException.Why;
import dev.kurir.community.Role;
import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.message.BotId;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Groups and rooms as multi-user chats (XEP-0045): members are their occupants, by the names of
 * their accounts. Who enters a room joins it; who leaves looks at it no more, and stays a member.
 * Thread-safe; asks the database.
 */
final class Rooms {
  private static final int MOST_OCCUPANTS = 1_000;
  private static final int SELF = 110;
  private static final int RENAMED = 210;
  private static final int REMOVED = 307;

  private final Addressing addressing;
  private final Wire wire;
  private final Circles circles;
  private final Occupants occupants;
  private final RoomHistory history;
  private final Correspondence correspondence;

  /** A circle that somebody is in. */
  private record Venue(Circle circle, boolean open, boolean isNew) {}

  Rooms(
      Addressing addressing,
      Wire wire,
      Circles circles,
      Occupants occupants,
      RoomHistory history,
      Correspondence correspondence) {
    this.addressing = addressing;
    this.wire = wire;
    this.circles = circles;
    this.occupants = occupants;
    this.history = history;
    this.correspondence = correspondence;
  }

  /** A client enters, or says how it is there. */
  void enter(Link link, Jid client, Target room, Stanza presence) {
    boolean wantsToEnter = presence.element().child("x", Names.MUC).isPresent();
    if (occupants.isIn(room.name(), client) && !wantsToEnter) {
      if (!room.resource().equals(link.person().name())) {
        throw new Refusal(Condition.NOT_ACCEPTABLE, "Everybody is named as their account is here.");
      }
      return;
    }
    Venue venue = venue(link, room.name());
    List<Member> members =
        circles.members().list(link.person(), room.name(), venue.open, "", MOST_OCCUPANTS);
    List<Stanza> past =
        history.of(link.person(), room.name(), venue.open, members, client, presence);
    for (Member member : members) {
      if (!member.name().equals(link.person().name())) {
        wire.send(occupant(room.name(), member.name(), member.role(), client.toString()));
      }
    }
    Role role = venue.circle.role() == null ? Role.MEMBER : venue.circle.role();
    boolean renamed = !room.resource().equals(link.person().name());
    wire.send(
        occupant(
            room.name(),
            link.person().name(),
            role,
            client.toString(),
            renamed ? new int[] {SELF, RENAMED} : new int[] {SELF}));
    past.forEach(wire::send);
    wire.send(subject(room.name(), client));
    occupants.enter(room.name(), client, link.person().id());
    if (venue.isNew) {
      for (String other : occupants.others(room.name(), link.person().id())) {
        wire.send(occupant(room.name(), link.person().name(), role, other));
      }
    }
  }

  /** The room, which one joins, or the group that one is in or invited to. */
  private Venue venue(Link link, String name) {
    try {
      Circle room = circles.show(link.person(), name, true);
      return room.role() == null
          ? new Venue(circles.members().join(link.person(), name), true, true)
          : new Venue(room, true, false);
    } catch (RefusedException e) {
      return group(link, name, e);
    }
  }

  private Venue group(Link link, String name, RefusedException noRoom) {
    if (noRoom.why() != Why.NOT_FOUND) {
      throw noRoom;
    }
    try {
      return new Venue(circles.show(link.person(), name, false), false, false);
    } catch (RefusedException noMember) {
      try {
        return new Venue(circles.invitations().accept(link.person(), name), false, true);
      } catch (RefusedException notInvited) {
        throw new Refusal(
            Condition.REGISTRATION_REQUIRED,
            "There is no room of this name, and no group that has you or invites you.");
      }
    }
  }

  private Stanza subject(String room, Jid client) {
    return new Stanza(
        Drafts.message("groupchat", addressing.circle(room), client.toString(), null)
            .child(Element.builder("subject", Stanza.NAMESPACE).build())
            .build());
  }

  private Stanza occupant(String room, String name, Role role, String to, int... codes) {
    return occupant(null, room, name, role, to, null, codes);
  }

  private Stanza occupant(
      @Nullable String type,
      String room,
      String name,
      @Nullable Role role,
      String to,
      @Nullable Element more,
      int... codes) {
    boolean moderates = role == Role.OWNER || role == Role.ADMIN;
    Element.Builder user =
        Element.builder("x", Names.MUC_USER)
            .child(
                Element.builder("item", Names.MUC_USER)
                    .attribute("affiliation", role == null ? "none" : role.written())
                    .attribute(
                        "role", type != null ? "none" : moderates ? "moderator" : "participant")
                    .build());
    if (more != null) {
      user.child(more);
    }
    for (int code : codes) {
      user.child(
          Element.builder("status", Names.MUC_USER)
              .attribute("code", Integer.toString(code))
              .build());
    }
    return new Stanza(
        Drafts.presence(type, addressing.occupant(room, name), to).child(user.build()).build());
  }

  /** A client looks at it no more. */
  void leave(Link link, Jid client, String room) {
    if (occupants.leave(room, client)) {
      wire.send(left(link, room, client.toString()));
    }
  }

  private Stanza left(Link link, String room, String client) {
    return occupant("unavailable", room, link.person().name(), Role.MEMBER, client, null, SELF);
  }

  /** Somebody is a member no more, by their own wish. */
  void quit(Link link, String room) {
    try {
      circles.members().leaveRoom(link.person(), room);
    } catch (RefusedException e) {
      if (e.why() != Why.NOT_FOUND) {
        throw e;
      }
      circles.members().remove(link.person(), room, link.person().name());
    }
    put(link, room, null, SELF);
  }

  /**
   * Somebody is a member no more.
   *
   * @param dissolved because there is no such group any more
   */
  void removed(Link link, String room, boolean dissolved) {
    if (dissolved) {
      put(link, room, Element.builder("destroy", Names.MUC_USER).build(), SELF);
    } else {
      put(link, room, null, SELF, REMOVED);
    }
  }

  private void put(Link link, String room, @Nullable Element more, int... codes) {
    for (String client : occupants.of(room, link.person().id())) {
      occupants.leave(room, Jid.of(client));
      wire.send(occupant("unavailable", room, link.person().name(), null, client, more, codes));
    }
  }

  /** Somebody is asked to join a group (XEP-0249). */
  void invited(Link link, String group) {
    String room = addressing.circle(group);
    wire.send(
        new Stanza(
            Drafts.message("normal", room, link.jid(), null)
                .child(Element.builder("x", Names.INVITATION).attribute("jid", room).build())
                .build()));
  }

  /** Whether a client looks at it, as who it says it is (XEP-0410). */
  boolean isIn(Link link, Jid client, Target room) {
    return occupants.isIn(room.name(), client) && room.resource().equals(link.person().name());
  }

  /** A message to all who are in it. */
  CompletionStage<?> message(Link link, Jid client, Target room, Stanza message) {
    boolean toAll = message.type().filter("groupchat"::equals).isPresent();
    if (!room.resource().isEmpty()) {
      throw new Refusal(
          Condition.NOT_ACCEPTABLE,
          "Write to one person at " + addressing.person(room.resource()) + ".");
    }
    if (toAll && !occupants.isIn(room.name(), client)) {
      throw new Refusal(Condition.NOT_ACCEPTABLE, "Enter the room before you write to it.");
    }
    String text = Correspondence.text(message).orElse(null);
    if (text == null) {
      if (message.element().child("subject", Stanza.NAMESPACE).isPresent()) {
        throw new Refusal(Condition.FORBIDDEN, "Rooms have titles, which are not changed here.");
      }
      return CompletableFuture.completedFuture(true); // such as "is typing"
    }
    BotId circle =
        circles
            .withMember(link.person().id(), room.name())
            .map(id -> new BotId(id.value()))
            .orElseThrow(
                () -> new Refusal(Condition.FORBIDDEN, "You are not a member of this room."));
    CompletionStage<?> stored = correspondence.store(link, circle, message, text);
    return toAll ? stored.thenAccept(done -> reflect(link, room.name(), message, text)) : stored;
  }

  private void reflect(Link link, String room, Stanza message, String text) {
    String from = addressing.occupant(room, link.person().name());
    for (String client : occupants.of(room, link.person().id())) {
      wire.send(
          new Stanza(
              Drafts.message("groupchat", from, client, message.id().orElse(null))
                  .child("body", text)
                  .build()));
    }
  }
}
