package dev.kurir.outbox;

import dev.kurir.message.BotId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Which bots have to wait, and until when. One thread. */
final class Pauses {
  private final Map<BotId, Instant> bots = new HashMap<>();
  private Instant network = Instant.MIN;

  void bot(BotId bot, Instant until) {
    bots.merge(bot, until, Pauses::later);
  }

  void network(Instant until) {
    network = later(network, until);
  }

  /** In the past when it need not wait. */
  Instant until(BotId bot) {
    return later(network, bots.getOrDefault(bot, Instant.MIN));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
