package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Draft;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The next messages of some lanes on their way through the mapping engine: taken, then translated.
 *
 * @param lanes those that were taken, also where nothing was in them
 * @param messages in order within each lane
 * @param cursors where the cursors of those among them stood
 * @param drafts what they become, empty until translated
 * @param writers the conversations whose other side wrote, empty until translated
 */
public record LaneBatch(
    NetworkName network,
    List<Lane> lanes,
    List<InboxMessage> messages,
    Map<Cursor, Long> cursors,
    List<Draft> drafts,
    Set<ConversationId> writers) {

  /** How far the messages of one node in one lane are mapped. */
  record Cursor(int lane, int node) {
    static Cursor of(InboxMessage message) {
      return new Cursor(Lane.of(message.owner()).number(), message.node());
    }
  }

  /** With some of the messages: of each lane the first ones. */
  LaneBatch only(List<InboxMessage> some) {
    return new LaneBatch(network, lanes, List.copyOf(some), cursors, drafts, writers);
  }

  /** The lanes of messages that a part of it leaves out. */
  Set<Lane> lanesLeftBy(LaneBatch part) {
    if (part.messages.size() == messages.size()) {
      return Set.of();
    }
    Set<InboxMessage> kept = new HashSet<>(part.messages);
    return messages.stream()
        .filter(message -> !kept.contains(message))
        .map(InboxMessage::lane)
        .collect(Collectors.toSet());
  }

  LaneBatch become(List<Draft> translated, Set<ConversationId> wrote) {
    return new LaneBatch(network, lanes, messages, cursors, List.copyOf(translated), wrote);
  }

  @Override
  public String toString() {
    return messages.size() + " messages of " + network + " lanes " + lanes;
  }
}
