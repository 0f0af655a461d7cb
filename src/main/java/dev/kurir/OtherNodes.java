package dev.kurir;

import dev.kurir.database.NodeSignals;
import dev.kurir.message.ConversationId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.Lane;
import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Outbox;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What several nodes tell each other, as words: {@code appended line 3}, {@code stored line 3},
 * {@code heard -17}, {@code bots}. Thread-safe.
 */
final class OtherNodes implements Outbox.Elsewhere {
  private static final Logger LOG = LoggerFactory.getLogger(OtherNodes.class);
  private static final String BOTS = "bots";
  private volatile @Nullable NodeSignals signals;

  /** Before that nothing is told. */
  void begin(NodeSignals opened) {
    signals = opened;
  }

  @Override
  public void appended(NetworkName network, Lane lane) {
    tell("appended " + network + " " + lane.number());
  }

  @Override
  public void heard(ConversationId conversation) {
    tell("heard " + conversation.value());
  }

  @Override
  public void due(NetworkName network, ConversationId conversation) {
    tell("due " + network + " " + conversation.value());
  }

  /** The inbox holds something new for a mapping engine of another process. */
  void stored(NetworkName network, Lane lane) {
    tell("stored " + network + " " + lane.number());
  }

  /** A bot was registered or removed. */
  void bots() {
    tell(BOTS);
  }

  private void tell(String news) {
    NodeSignals open = signals;
    if (open != null) {
      open.tell(news);
    }
  }

  /**
   * Hands what another node told to the outbox; what can't be read is passed over.
   *
   * @param stored called with what another node has stored; must not block
   * @param bots called when bots were registered or removed; must not block
   */
  static void hear(
      String news, Outbox outbox, BiConsumer<NetworkName, Lane> stored, Runnable bots) {
    String[] words = news.split(" ");
    try {
      if (words[0].equals("appended") && words.length == 3) {
        outbox.appendedElsewhere(new NetworkName(words[1]), new Lane(Integer.parseInt(words[2])));
      } else if (words[0].equals("stored") && words.length == 3) {
        stored.accept(new NetworkName(words[1]), new Lane(Integer.parseInt(words[2])));
      } else if (words[0].equals("heard") && words.length == 2) {
        outbox.heardElsewhere(new ConversationId(Long.parseLong(words[1])));
      } else if (words[0].equals("due") && words.length == 3) {
        outbox.dueElsewhere(
            new NetworkName(words[1]), new ConversationId(Long.parseLong(words[2])));
      } else if (news.equals(BOTS)) {
        bots.run();
      }
    } catch (InvalidFieldException | NumberFormatException e) {
      LOG.warn("another node told what this one does not understand: {}", e.getMessage());
    }
  }
}
