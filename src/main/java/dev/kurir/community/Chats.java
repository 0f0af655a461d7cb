package dev.kurir.community;

import dev.kurir.message.BotId;
import dev.kurir.message.OutOfSpaceException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends what people write to people, groups and rooms. Thread-safe. */
public final class Chats {
  private final Post post;
  private final Clock clock;

  /** Where messages are stored. */
  @FunctionalInterface
  public interface Post {
    /**
     * Stores a message; completes when it is on disk.
     *
     * @param clientId names it for its sender and recipient: the same again is stored once
     */
    CompletionStage<Void> send(Person from, BotId to, String clientId, String text);
  }

  /** What was stored. */
  public record Sent(String clientId, Instant sentAt) {}

  public Chats(Post post, Clock clock) {
    this.post = post;
    this.clock = clock;
  }

  /**
   * Sends a message; completes when it is on disk, or fails with a {@link RefusedException}.
   *
   * @param to a person, a group or a room, or an owner's bot
   */
  public CompletionStage<Sent> send(Person from, BotId to, String clientId, String text) {
    Instant now = clock.instant();
    CompletableFuture<Sent> sent = new CompletableFuture<>();
    var unused =
        post.send(from, to, clientId, text)
            .whenComplete(
                (nothing, failure) -> {
                  if (failure == null) {
                    sent.complete(new Sent(clientId, now));
                  } else {
                    sent.completeExceptionally(refusal(failure));
                  }
                });
    return sent;
  }

  private static RefusedException refusal(Throwable failure) {
    return new RefusedException(
        RefusedException.Why.NOT_STORED,
        OutOfSpaceException.in(failure) != null
            ? "disk: full (expected: room; send it again later)"
            : "message: not stored (expected: a journal that writes; send it again)");
  }
}
