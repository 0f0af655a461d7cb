package dev.kurir.network.line;

import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Delivered;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Rejected;
import dev.kurir.message.Outcome.RetryLater;
import dev.kurir.message.Outcome.Scope;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a dispatch by the bot that it names: with a permit as a reply, else as a push. Thread-safe.
 */
final class LineSending {
  private final LineBots bots;
  private final LineReply reply;
  private final LinePush push;
  private final LineTokenWatch tokens;

  LineSending(LineBots bots, LineReply reply, LinePush push, LineTokenWatch tokens) {
    this.bots = bots;
    this.reply = reply;
    this.push = push;
    this.tokens = tokens;
  }

  /** Completes normally, however it ends. */
  CompletableFuture<Outcome> send(Dispatch dispatch) {
    Optional<LineBot> open = bots.byId(dispatch.bot());
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(
          new RetryLater(null, Scope.BOT, "the bot is not open"));
    }
    LineBot bot = open.get();
    String permit = dispatch.permit();
    return (permit == null ? push.send(bot, dispatch) : reply.send(bot, dispatch, permit))
        .whenComplete((outcome, never) -> note(bot, outcome));
  }

  private void note(LineBot bot, Outcome outcome) {
    if (outcome instanceof Delivered) {
      bot.revoked(null);
    } else if (outcome instanceof Rejected rejected && rejected.meaning() == Meaning.BOT_REVOKED) {
      tokens.refused(bot, rejected.reason());
    }
  }
}
