package dev.kurir.gateway;

import dev.kurir.community.Chats;
import dev.kurir.community.Friends;
import dev.kurir.community.Person;
import dev.kurir.community.RefusedException;
import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.message.BotId;
import dev.kurir.message.OwnerId;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Stores what people write. Thread-safe; asks the database. */
final class Correspondence {
  private static final int LONGEST_TEXT = 4_000;

  /**
   * The ids that name a message for ever. The contract's rule allows shorter ones, but clients that
   * count begin anew when they are started.
   */
  private static final Pattern LASTING_ID = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

  private final Wire wire;
  private final Recipients recipients;
  private final Friends friends;
  private final Chats chats;

  Correspondence(Wire wire, Recipients recipients, Friends friends, Chats chats) {
    this.wire = wire;
    this.recipients = recipients;
    this.friends = friends;
    this.chats = chats;
  }

  /** The text of a message; empty when it has none. */
  static Optional<String> text(Stanza message) {
    return message
        .element()
        .child("body", Stanza.NAMESPACE)
        .map(Element::text)
        .filter(text -> !text.isEmpty());
  }

  /** Sends a person, or an owner's bot, what somebody wrote. */
  CompletionStage<?> toPerson(Link link, String name, Stanza message, String text) {
    BotId other = recipient(name);
    if (other.isMember()
        && friends.isBlocked(new Person(new OwnerId(other.value()), name), link.person())) {
      throw new Refusal(Condition.FORBIDDEN, name + " takes no messages from you.");
    }
    return store(link, other, message, text);
  }

  private BotId recipient(String name) {
    try {
      return recipients.named(name).orElseThrow(() -> RefusedException.noUser(name));
    } catch (SQLException e) {
      throw new IllegalStateException("the database is away", e);
    }
  }

  /**
   * Stores a message for a mailbox, and says so to its sender if they wish to know.
   *
   * @param to a person, a group or a room, or an owner's bot
   */
  CompletionStage<?> store(Link link, BotId to, Stanza message, String text) {
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      throw new Refusal(
          Condition.NOT_ACCEPTABLE,
          "body: "
              + (text.isBlank() ? "only spaces" : text.length() + " characters")
              + " (expected: 1 to "
              + LONGEST_TEXT
              + " characters)");
    }
    String clientId =
        message
            .id()
            .filter(id -> LASTING_ID.matcher(id).matches())
            .orElseGet(() -> UUID.randomUUID().toString());
    return chats
        .send(link.person(), to, clientId, text)
        .thenAccept(sent -> Drafts.receipt(message).ifPresent(wire::send));
  }
}
