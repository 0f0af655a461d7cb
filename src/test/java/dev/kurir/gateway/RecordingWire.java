package dev.kurir.gateway;

import dev.kurir.component.Transfer;
import dev.kurir.stanza.Stanza;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps what is sent; a test says what becomes of it. */
final class RecordingWire implements Wire {
  final List<Stanza> sent = new ArrayList<>();
  final List<CompletableFuture<Transfer>> deliveries = new ArrayList<>();
  boolean open = true;
  long openings = 1;

  @Override
  public void send(Stanza stanza) {
    sent.add(stanza);
  }

  @Override
  public CompletionStage<Transfer> deliver(Stanza stanza) {
    sent.add(stanza);
    deliveries.add(new CompletableFuture<>());
    return deliveries.get(deliveries.size() - 1);
  }

  void end(int delivery, Transfer.Result result) {
    deliveries.get(delivery).complete(new Transfer(result, ""));
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public long openings() {
    return openings;
  }
}
