package dev.kurir.api.community;

import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client of server-sent events (WHATWG HTML, section 9.2). Thread-safe. */
final class SseStream extends ClientStream {
  private final HttpServerResponse response;

  SseStream(HttpServerResponse response) {
    this.response = response;
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    response.write(": hello\n\n");
  }

  @Override
  void write(String event, long number, String json) {
    String id = number == NO_NUMBER ? "" : "id: " + number + '\n';
    put(id + "event: " + event + "\ndata: " + json + "\n\n");
  }

  @Override
  void heartbeat() {
    put(":\n\n");
  }

  private void put(String text) {
    if (!response.ended() && !response.closed()) {
      response.write(text);
    }
  }

  @Override
  public boolean hasRoom() {
    return !response.writeQueueFull();
  }

  @Override
  void onRoom(Runnable room) {
    response.drainHandler(nothing -> room.run());
  }

  @Override
  void onClose(Runnable closed) {
    AtomicBoolean told = new AtomicBoolean();
    Runnable once =
        () -> {
          if (told.compareAndSet(false, true)) {
            closed.run();
          }
        };
    response.closeHandler(nothing -> once.run());
    response.endHandler(nothing -> once.run());
    response.exceptionHandler(failure -> once.run()); // HTTP/2: the client has reset it
  }

  @Override
  public void end() {
    if (!response.ended()) {
      response.end();
    }
  }
}
