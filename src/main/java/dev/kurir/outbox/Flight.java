package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is under way.
 *
 * @param messages the first of the conversation, in one request
 * @param name how the owner knows the contact
 * @param permit what the network lets the request use once
 * @param begunAt the ticker's reading
 */
record Flight(
    Conversation conversation,
    List<OutboxMessage> messages,
    BotId bot,
    Address to,
    String name,
    int attempt,
    @Nullable String permit,
    long begunAt) {

  OutboxMessage head() {
    return messages.get(0);
  }

  MessageId id() {
    return head().id();
  }

  /** Whether the same request may have been sent before this process started. */
  boolean isRepeated() {
    return head().begun() != null;
  }

  /** Whether the database must know of it before the network does. */
  boolean isToBeRecorded(Capabilities network) {
    return !network.recognisesRepeats() || messages.size() > 1 || permit != null;
  }

  Dispatch dispatch(Capabilities network) {
    return new Dispatch(
        network.network(),
        bot,
        to,
        messages.stream()
            .map(message -> new Dispatch.Item(message.id(), message.number(), message.text()))
            .toList(),
        head().retryKey(),
        attempt,
        isRepeated(),
        permit);
  }
}
