package dev.kurir.mapping;

import dev.kurir.message.ConversationId;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Draft;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The next messages of one lane on their way through the mapping engine: taken, then translated.
 *
 * @param cursors for each node whose messages are among them, where its cursor stood
 * @param drafts what they become, empty until translated
 * @param writers the conversations whose other side wrote, empty until translated
 */
public record LaneBatch(
    NetworkName network,
    Lane lane,
    List<InboxMessage> messages,
    Map<Integer, Long> cursors,
    List<Draft> drafts,
    Set<ConversationId> writers) {
  LaneBatch become(List<Draft> translated, Set<ConversationId> wrote) {
    return new LaneBatch(network, lane, messages, cursors, List.copyOf(translated), wrote);
  }

  @Override
  public String toString() {
    return messages.size() + " messages of " + network + " lane " + lane.number();
  }
}
