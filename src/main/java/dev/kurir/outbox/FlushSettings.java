package dev.kurir.outbox;

import dev.kurir.message.InvalidFieldException;
import java.time.Duration;

/**
 * How the outbox behaves.
 *
 * @param giveUpAfter how long a message is tried before it is dead; at most 24 h, after which LINE
 *     forgets a retry key and a repeat could arrive twice
 */
public record FlushSettings(Duration giveUpAfter) {
  public FlushSettings {
    if (giveUpAfter.isNegative()
        || giveUpAfter.isZero()
        || giveUpAfter.compareTo(Duration.ofHours(24)) > 0) {
      throw new InvalidFieldException(
          "kurir.delivery.give-up-after", giveUpAfter.toString(), "more than 0 and at most 24h");
    }
  }
}
