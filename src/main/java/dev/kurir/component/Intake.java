package dev.kurir.component;

import dev.kurir.stanza.Stanza;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives stanzas to the handler and has the server wait while too many are unfinished, also across
 * connections. Used on the stream's thread only.
 */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private final StanzaHandler handler;
  private final int behind;
  private final Tally tally;
  private int unfinished;
  private @Nullable Channel paused;

  Intake(StanzaHandler handler, int behind, Tally tally) {
    this.handler = handler;
    this.behind = behind;
    this.tally = tally;
  }

  /**
   * Hands a stanza over.
   *
   * @param answer where an error goes if the handler fails
   */
  void take(Stanza stanza, Channel channel, Consumer<Stanza> answer) {
    tally.add(Count.RECEIVED);
    if (++unfinished >= behind) {
      channel.config().setAutoRead(false);
      paused = channel;
    }
    handed(stanza)
        .whenComplete(
            (done, failure) -> {
              if (channel.eventLoop().inEventLoop()) {
                finished(stanza, failure, answer);
              } else {
                channel.eventLoop().execute(() -> finished(stanza, failure, answer));
              }
            });
  }

  private CompletionStage<?> handed(Stanza stanza) {
    try {
      return handler.received(stanza);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finished(Stanza stanza, @Nullable Throwable failure, Consumer<Stanza> answer) {
    if (failure != null) {
      tally.add(Count.FAILED);
      LOG.warn("{} not taken: {}", stanza, failure.getClass().getName()); // a message may hold text
      stanza.errorAnswer("wait", "internal-server-error").ifPresent(answer);
    }
    unfinished--;
    Channel waiting = paused;
    if (waiting != null && unfinished <= behind / 2) {
      paused = null;
      waiting.config().setAutoRead(true);
    }
  }
}
