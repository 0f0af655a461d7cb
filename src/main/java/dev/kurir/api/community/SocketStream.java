package dev.kurir.api.community;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/**
 * A client of a WebSocket: each event is a text of {@code {"event","id","data"}}. What it sends is
 * not looked at. Thread-safe.
 */
final class SocketStream extends ClientStream {
  private static final short GOING_AWAY = 1001;

  private final ServerWebSocket socket;

  SocketStream(ServerWebSocket socket) {
    this.socket = socket;
    socket.handler(unheard -> {});
  }

  @Override
  void write(String event, long number, String json) {
    if (!socket.isClosed()) {
      String id = number == NO_NUMBER ? "null" : Long.toString(number);
      socket.writeTextMessage(
          "{\"event\":\"" + event + "\",\"id\":" + id + ",\"data\":" + json + "}");
    }
  }

  @Override
  void heartbeat() {
    if (!socket.isClosed()) {
      socket.writePing(Buffer.buffer());
    }
  }

  @Override
  public boolean hasRoom() {
    return !socket.writeQueueFull();
  }

  @Override
  void onRoom(Runnable room) {
    socket.drainHandler(nothing -> room.run());
  }

  @Override
  void onClose(Runnable closed) {
    socket.closeHandler(nothing -> closed.run());
  }

  @Override
  public void end() {
    if (!socket.isClosed()) {
      socket.close(GOING_AWAY);
    }
  }
}
