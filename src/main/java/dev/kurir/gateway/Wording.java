package dev.kurir.gateway;

import dev.kurir.community.Letter;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Letters of a mailbox as messages. Thread-safe. */
final class Wording {
  private static final Duration LATE = Duration.ofSeconds(10);

  /** Before the number in a message's id. */
  private static final String NUMBER = "n";

  private final Addressing addressing;
  private final Occupants occupants;
  private final Clock clock;

  Wording(Addressing addressing, Occupants occupants, Clock clock) {
    this.addressing = addressing;
    this.occupants = occupants;
    this.clock = clock;
  }

  /** What a letter becomes: one message, or one for each client that looks at its circle. */
  List<Stanza> of(Link link, Letter letter) {
    String circle = letter.circle();
    if (circle == null) {
      return List.of(
          message("chat", addressing.person(letter.from()), link.jid(), letter, letter.text()));
    }
    List<String> clients = occupants.of(circle, link.person().id());
    if (clients.isEmpty()) {
      String text = letter.from() + ": " + letter.text();
      return List.of(message("chat", addressing.circle(circle), link.jid(), letter, text));
    }
    String from = addressing.occupant(circle, letter.from());
    return clients.stream()
        .map(client -> message("groupchat", from, client, letter, letter.text()))
        .toList();
  }

  private Stanza message(String type, String from, String to, Letter letter, String text) {
    Element.Builder message =
        Drafts.message(type, from, to, NUMBER + letter.number()).child("body", text);
    if (letter.sentAt().plus(LATE).isBefore(clock.instant())) {
      message.child(Drafts.delay(letter.sentAt(), addressing.domain()));
    }
    return new Stanza(message.build());
  }

  /** The number of the letter that a message was; 0: it was none. */
  static long number(Stanza message) {
    String id = message.id().orElse("");
    return id.matches(NUMBER + "[0-9]{1,18}") ? Long.parseLong(id.substring(NUMBER.length())) : 0;
  }
}
