package dev.kurir.gateway;

import dev.kurir.component.ComponentStream;
import dev.kurir.component.Count;
import dev.kurir.component.StreamState;
import dev.kurir.component.Transfer;
import dev.kurir.stanza.Stanza;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A component's stream as a wire, from when it was started. Thread-safe. */
final class StreamWire implements Wire {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWire.class);
  private volatile @Nullable ComponentStream stream;

  void follow(ComponentStream started) {
    stream = started;
  }

  private ComponentStream stream() {
    return Objects.requireNonNull(stream, "not started");
  }

  @Override
  public void send(Stanza stanza) {
    var unused =
        stream()
            .send(stanza)
            .whenComplete(
                (transfer, failure) -> {
                  if (transfer.result() != Transfer.Result.DONE) {
                    LOG.debug("{} not sent: {}", stanza, transfer.reason());
                  }
                });
  }

  @Override
  public CompletionStage<Transfer> deliver(Stanza stanza) {
    return stream().deliver(stanza);
  }

  @Override
  public boolean isOpen() {
    return stream != null && state().isOpen();
  }

  @Override
  public long openings() {
    return stream().count(Count.CONNECTED);
  }

  StreamState state() {
    return stream().state();
  }
}
