package dev.kurir;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import java.util.List;
import java.util.UUID;

/** Dispatches of which nothing matters but the bot. */
final class Dispatches {
  private Dispatches() {}

  static Dispatch by(BotId bot, NetworkName network) {
    return new Dispatch(
        network,
        bot,
        new Address("42"),
        List.of(new Dispatch.Item(new MessageId(5), "Halo")),
        UUID.randomUUID(),
        1,
        false,
        null);
  }
}
