package dev.kurir.messenger;

import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What owners' bots send: it goes into its user's mailbox as what a user sends does, once, because
 * the outbox message's id names it. Thread-safe.
 */
final class BotMail {
  private final Users users;
  private final Letters letters;
  private final Intake intake;
  private final Executor workers;

  BotMail(Users users, Letters letters, Intake intake, Executor workers) {
    this.users = users;
    this.letters = letters;
    this.intake = intake;
    this.workers = workers;
  }

  /** Completes when the mailbox has it, or with what to do instead. */
  CompletionStage<Outcome> post(String bot, Dispatch dispatch) {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    try {
      workers.execute(() -> post(bot, dispatch, end));
    } catch (RejectedExecutionException e) {
      end.complete(later("the messenger is busy"));
    }
    return end;
  }

  private void post(String bot, Dispatch dispatch, CompletableFuture<Outcome> end) {
    Optional<User> to;
    try {
      to = users.recipient(dispatch.recipient().value()).filter(user -> !user.bot());
    } catch (SQLException e) {
      end.complete(later("the database is away"));
      return;
    }
    if (to.isEmpty()) {
      end.complete(
          new Outcome.Rejected("there is no such user any more", Outcome.Meaning.CONTACT_GONE));
      return;
    }
    BotId mailbox = new BotId(to.get().id().value());
    List<Arrival> arrivals =
        dispatch.items().stream()
            .map(item -> letters.arrival("outbox#" + item.id(), mailbox, bot, item.text()))
            .toList();
    boolean taken =
        intake.take(
            arrivals,
            failure ->
                end.complete(
                    failure == null
                        ? new Outcome.Delivered(List.of())
                        : later("the journal takes nothing")));
    if (!taken) {
      end.complete(later("the messenger is busy"));
    }
  }

  private static Outcome later(String reason) {
    return new Outcome.RetryLater(null, Outcome.Scope.NETWORK, reason);
  }
}
