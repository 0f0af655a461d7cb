package dev.kurir.gateway;

import dev.kurir.community.Circles;
import dev.kurir.community.Letter;
import dev.kurir.community.Mailboxes;
import dev.kurir.community.Members.Member;
import dev.kurir.community.Person;
import dev.kurir.database.Sql;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * What was said last in a group or room, for who enters (XEP-0045 §7.2.13): of a group only since
 * they have been in it. Thread-safe; asks the database.
 */
final class RoomHistory {
  private static final int MOST = 20;
  private static final int LONGEST_COUNT = 9;

  private final Addressing addressing;
  private final Circles circles;
  private final Mailboxes mailboxes;
  private final Jdbi jdbi;
  private final Clock clock;

  RoomHistory(
      Addressing addressing, Circles circles, Mailboxes mailboxes, DataSource active, Clock clock) {
    this.addressing = addressing;
    this.circles = circles;
    this.mailboxes = mailboxes;
    this.jdbi = Jdbi.create(active);
    this.clock = clock;
  }

  /**
   * The messages, as much as the client wants.
   *
   * @param open whether also those who were not in it yet may read them
   */
  List<Stanza> of(
      Person person,
      String circle,
      boolean open,
      List<Member> members,
      Jid client,
      Stanza presence) {
    Optional<Element> wish =
        presence.element().child("x", Names.MUC).flatMap(muc -> muc.child("history", Names.MUC));
    int many = wish.isPresent() ? many(wish.get()) : MOST;
    OwnerId mailbox = circles.withMember(person.id(), circle).orElse(null);
    if (many == 0 || mailbox == null) {
      return List.of();
    }
    Instant since = wish.isPresent() ? since(wish.get()) : Instant.MIN;
    Instant member =
        open
            ? Instant.MIN
            : members.stream()
                .filter(one -> one.name().equals(person.name()))
                .map(Member::since)
                .findFirst()
                .orElse(Instant.MAX);
    return mailboxes.after(mailbox, start(mailbox, many), many).items().stream()
        .filter(letter -> !letter.sentAt().isBefore(since) && !letter.sentAt().isBefore(member))
        .map(letter -> message(circle, client, letter))
        .toList();
  }

  private long start(OwnerId mailbox, int many) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("gateway/history-start"))
                .bind("conversation", ConversationId.masterOf(mailbox).value())
                .bind("many", many)
                .mapTo(Long.class)
                .one());
  }

  private static int many(Element wish) {
    return Math.min(
        count(wish, "maxchars").filter(most -> most == 0).orElse(MOST),
        count(wish, "maxstanzas").orElse(MOST));
  }

  private static Optional<Integer> count(Element wish, String name) {
    return wish.attribute(name)
        .filter(value -> value.matches("[0-9]{1," + LONGEST_COUNT + "}"))
        .map(Integer::valueOf);
  }

  private Instant since(Element wish) {
    Instant since = Instant.MIN;
    try {
      since = wish.attribute("since").map(Instant::parse).orElse(Instant.MIN);
    } catch (DateTimeParseException e) {
      // as if nothing was said about it
    }
    Optional<Instant> recent =
        count(wish, "seconds").map(seconds -> clock.instant().minusSeconds(seconds));
    return recent.filter(since::isBefore).orElse(since);
  }

  private Stanza message(String room, Jid client, Letter letter) {
    return new Stanza(
        Drafts.message(
                "groupchat",
                addressing.occupant(room, letter.from()),
                client.toString(),
                "h" + letter.number())
            .child("body", letter.text())
            .child(Drafts.delay(letter.sentAt(), addressing.circle(room)))
            .build());
  }
}
