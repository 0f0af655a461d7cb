package dev.kurir;

import dev.kurir.mapping.Rules;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.network.SendFailedException;
import dev.kurir.outbox.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the outbox how an outbound exchange ended. Thread-safe. */
public final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final String LOST = "this node was away, and another may have taken over";
  private final Outbox outbox;
  private final Rules rules;
  private final Function<BotId, String> ownerOf;

  /**
   * @param ownerOf the user name of a bot's owner
   */
  Deliveries(Outbox outbox, Rules rules, Function<BotId, String> ownerOf) {
    this.outbox = outbox;
    this.rules = rules;
    this.ownerOf = ownerOf;
  }

  /**
   * Asks the rules about what is about to be sent.
   *
   * @return the dispatch with the texts that they want
   * @throws SendFailedException when one holds it until later, or drops it; or when another node
   *     may flush the network by now, which sends it too
   */
  public Dispatch underRules(@Body Dispatch dispatch) throws SendFailedException {
    if (!outbox.flushes(dispatch.network())) {
      throw new SendFailedException(
          new Outcome.RetryLater(null, Outcome.Scope.CONVERSATION, LOST), LOST);
    }
    if (!rules.any(Rules.Point.BEFORE_DELIVERY)) {
      return dispatch;
    }
    List<Dispatch.Item> items = new ArrayList<>();
    for (Dispatch.Item item : dispatch.items()) {
      Rules.Ruling ruling =
          rules.ask(
              Rules.Point.BEFORE_DELIVERY,
              new Rules.Matter(
                  dispatch.network(),
                  ownerOf.apply(dispatch.bot()),
                  false,
                  item.id(),
                  dispatch.recipient().value(),
                  "text",
                  item.text()));
      Instant until = ruling.heldUntil();
      if (until != null) {
        throw new SendFailedException(
            new Outcome.OverQuota(until, "held by a rule"), "held by a rule");
      }
      if (ruling.dropped()) {
        throw new SendFailedException(
            new Outcome.Rejected("dropped by a rule", Outcome.Meaning.MESSAGE),
            "dropped by a rule");
      }
      items.add(new Dispatch.Item(item.id(), item.number(), ruling.text()));
    }
    return dispatch.with(items);
  }

  /** The route ended well; the network's producer has left its outcome. */
  public void ended(Dispatch dispatch, Outcome outcome) {
    outbox.ended(dispatch, outcome);
  }

  /** The route failed. */
  public void failed(Dispatch dispatch, Exception failure) {
    outbox.ended(dispatch, outcome(dispatch, failure));
  }

  /** What a failure says about what became of a dispatch. */
  static Outcome outcome(Dispatch dispatch, Exception failure) {
    if (failure instanceof SendFailedException sending) {
      return sending.outcome();
    }
    LOG.error("{}: its route failed", dispatch, failure);
    return new Outcome.RetryLater(
        null,
        Outcome.Scope.CONVERSATION,
        "the outbound route failed: " + failure.getClass().getSimpleName());
  }
}
