package dev.kurir.message;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one outbound exchange carries: the next messages of one conversation, to be sent as one
 * request where the network can, in their order.
 *
 * @param recipient where it goes
 * @param items 1 to {@link Capabilities#itemsPerRequest} messages
 * @param retryKey made when the first message was written, the same in every attempt
 * @param attempt 1 for the first
 * @param repeated whether an earlier attempt began whose end nobody saw (the process died): a
 *     network that cannot recognise a repeat must find out, or answer {@link Outcome.Uncertain}
 * @param permit what {@code Network.permit} gave for this request, recorded before the attempt and
 *     the same when it is repeated after a crash; null: none
 */
public record Dispatch(
    NetworkName network,
    BotId bot,
    Address recipient,
    List<Item> items,
    UUID retryKey,
    int attempt,
    boolean repeated,
    @Nullable String permit) {

  /**
   * One message: its id, its number in its conversation and its text.
   *
   * @param number 0: not numbered
   */
  public record Item(MessageId id, long number, String text) {
    /** One that isn't numbered. */
    public Item(MessageId id, String text) {
      this(id, 0, text);
    }

    @Override
    public String toString() {
      return id.toString();
    }
  }

  public Dispatch {
    items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new InvalidFieldException("items", "none", "at least one message");
    }
    Rules.positive("attempt", attempt);
  }

  /** The same with other texts. */
  public Dispatch with(List<Item> others) {
    return new Dispatch(network, bot, recipient, others, retryKey, attempt, repeated, permit);
  }

  /** The same, of which an earlier attempt may have reached the network. */
  public Dispatch asRepeated() {
    return new Dispatch(network, bot, recipient, items, retryKey, attempt, true, permit);
  }

  /** The id of the first message, which stands for the dispatch in logs. */
  public MessageId id() {
    return items.get(0).id();
  }

  /** Names the messages in logs: no text, no address. */
  @Override
  public String toString() {
    return network + " dispatch " + items + " by bot " + bot + ", attempt " + attempt;
  }
}
