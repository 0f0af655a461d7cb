package dev.kurir.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt to send ended. The network's package decides which one; the outbox settles.
 * Reasons are shown to owners and written to logs: they hold neither secrets nor texts.
 */
public sealed interface Outcome {

  /** Answers each kind of outcome; implemented by whoever settles. */
  interface Settlement {
    void delivered(Delivered outcome);

    void retryLater(RetryLater outcome);

    void rejected(Rejected outcome);

    void uncertain(Uncertain outcome);

    void moved(Moved outcome);

    void overQuota(OverQuota outcome);
  }

  /** Calls the method of the settlement that belongs to this outcome. */
  void settle(Settlement settlement);

  /** Who has to wait. */
  enum Scope {
    /** This conversation only. */
    CONVERSATION,
    /** Every conversation of this bot. */
    BOT,
    /** Every bot of this network. */
    NETWORK
  }

  /** What a rejection says beyond this message. */
  enum Meaning {
    /** Only this message. */
    MESSAGE,
    /** The contact can't be reached until they write again (blocked, left). */
    CONTACT_GONE,
    /** The bot's credentials are no longer accepted. */
    BOT_REVOKED
  }

  /**
   * The network has it.
   *
   * @param sentIds the network's ids in the order of the items; empty where it gives none
   */
  record Delivered(List<NetworkMessageId> sentIds) implements Outcome {
    public Delivered {
      sentIds = List.copyOf(sentIds);
    }

    @Override
    public void settle(Settlement settlement) {
      settlement.delivered(this);
    }
  }

  /**
   * It was not sent and may be sent later.
   *
   * @param after how long to wait, as the network asked; null: Kurir's own backoff
   */
  record RetryLater(@Nullable Duration after, Scope scope, String reason) implements Outcome {
    @Override
    public void settle(Settlement settlement) {
      settlement.retryLater(this);
    }
  }

  /** The network will never take it. */
  record Rejected(String reason, Meaning meaning) implements Outcome {
    @Override
    public void settle(Settlement settlement) {
      settlement.rejected(this);
    }
  }

  /** Nobody can know whether the network has it; it must not be sent again by itself. */
  record Uncertain(String reason) implements Outcome {
    @Override
    public void settle(Settlement settlement) {
      settlement.uncertain(this);
    }
  }

  /** It was not sent: the contact has another address for good. */
  record Moved(Address to) implements Outcome {
    @Override
    public void settle(Settlement settlement) {
      settlement.moved(this);
    }
  }

  /**
   * It was not sent, because what the bot may send in a period is used up. That is no failed
   * attempt: it does not count against giving up.
   *
   * @param until when the next try is worth it
   */
  record OverQuota(Instant until, String reason) implements Outcome {
    @Override
    public void settle(Settlement settlement) {
      settlement.overQuota(this);
    }
  }
}
