package dev.kurir.inbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Lane;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A stored message that is to be mapped.
 *
 * @param node whose loader stored it: its ids are in the order of storing
 * @param control whether it may be a pairing code or a chat command
 */
public record InboxMessage(
    MessageId id,
    LocalDate day,
    int node,
    NetworkName network,
    boolean control,
    OwnerId owner,
    BotId bot,
    Address sender,
    @Nullable String userName,
    @Nullable String displayName,
    String kind,
    String text,
    @Nullable NetworkMessageId quotes) {

  /** Where its owner's messages are in order. */
  public Lane lane() {
    return Lane.of(owner);
  }

  /** The same with another text. */
  public InboxMessage with(String other) {
    return new InboxMessage(
        id,
        day,
        node,
        network,
        control,
        owner,
        bot,
        sender,
        userName,
        displayName,
        kind,
        other,
        quotes);
  }

  /** Its number names it; the text may be long. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Names it in logs: no text. */
  @Override
  public String toString() {
    return id.toString();
  }
}
