package dev.kurir.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.kurir.message.Bot;
import dev.kurir.message.Role;
import dev.kurir.owner.Contact;
import dev.kurir.owner.Owner;
import dev.kurir.owner.RegisteredBot;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the administration answers, field by field as the contract spells it. */
final class Answers {
  private Answers() {}

  /**
   * A page of a listing.
   *
   * @param next what to ask for as {@code after}; null: there is no more
   */
  record Page(List<?> items, @Nullable Long next) {}

  /** An owner who was just added. */
  record NewOwner(String username, @Nullable String pairingCode) {
    static NewOwner of(Owner owner) {
      return new NewOwner(owner.username(), owner.pairingCode().orElse(null));
    }
  }

  /** An owner in the listing; the pairing code as long as it can be used. */
  record ListedOwner(
      String username, boolean paired, @Nullable String pairingCode, String createdAt) {
    static ListedOwner of(Owner owner) {
      return new ListedOwner(
          owner.username(),
          owner.pairedAt().isPresent(),
          owner.pairingCode().orElse(null),
          owner.createdAt().toString());
    }
  }

  /** A bot, never with its credentials. */
  record BotAnswer(int id, String network, String role, String account, String webhookPath) {
    static BotAnswer of(Bot bot) {
      return new BotAnswer(
          bot.id().value(),
          bot.network().value(),
          name(bot.role()),
          bot.account(),
          bot.webhookPath());
    }

    static BotAnswer of(RegisteredBot bot) {
      return new BotAnswer(
          bot.id().value(),
          bot.network().value(),
          name(bot.role()),
          bot.account(),
          bot.webhookPath());
    }

    private static String name(Role role) {
      return role.name().toLowerCase(Locale.ROOT);
    }
  }

  /** A contact. */
  record ContactAnswer(
      long id,
      String network,
      int bot,
      String address,
      @Nullable String userName,
      @Nullable String displayName,
      String firstSeenAt,
      @Nullable String pausedReason) {
    static ContactAnswer of(Contact contact) {
      return new ContactAnswer(
          contact.id().value(),
          contact.network().value(),
          contact.bot().value(),
          contact.address().value(),
          contact.userName().orElse(null),
          contact.displayName().orElse(null),
          contact.firstSeenAt().toString(),
          contact.pausedReason().orElse(null));
    }
  }

  /** The message that a dead letter is sent again as. */
  record Redriven(long id, long retryOf) {}

  /**
   * A message of an inbox or an outbox.
   *
   * @param number the count of its conversation; null for one that came in
   */
  record MessageAnswer(
      long id,
      String network,
      String direction,
      @Nullable Integer bot,
      @Nullable String contact,
      String kind,
      String text,
      String state,
      @Nullable Long number,
      String receivedAt) {}

  /** A message that ended dead or uncertain and was not retried. */
  record DeadLetter(
      long id,
      String network,
      @Nullable Integer bot,
      @Nullable String contact,
      String text,
      String state,
      String reason,
      int attempts,
      String settledAt) {}

  /** One thing that happened to a message. */
  record TimelineEntry(String at, String event, long messageId, @Nullable String detail) {}

  /** A message with everything that happened to it and to what was made from it. */
  record TracedMessage(@JsonUnwrapped MessageAnswer message, List<TimelineEntry> timeline) {}
}
