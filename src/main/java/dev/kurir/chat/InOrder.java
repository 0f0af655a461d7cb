package dev.kurir.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * What the user asks, one request after the other: the next one goes out when the one before has
 * ended, so that messages keep their order. For the loop's thread.
 */
final class InOrder {
  private final Requests requests;
  private final Duration patience;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean busy;

  private record Waiting(String text, CompletableFuture<Answer> end) {}

  InOrder(Requests requests, Duration patience) {
    this.requests = requests;
    this.patience = patience;
  }

  CompletableFuture<Answer> ask(String text) {
    Waiting mine = new Waiting(text, new CompletableFuture<>());
    waiting.add(mine);
    next();
    return mine.end;
  }

  private void next() {
    Waiting next = busy ? null : waiting.poll();
    if (next != null) {
      busy = true;
      var unused =
          requests
              .askInSession(next.text, patience)
              .thenAccept(
                  answer -> {
                    busy = false;
                    next.end.complete(answer);
                    next();
                  });
    }
  }

  /** Ends those that have not gone out. */
  void refuse(Answer answer) {
    for (Waiting mine = waiting.poll(); mine != null; mine = waiting.poll()) {
      mine.end.complete(answer);
    }
  }
}
