package dev.kurir.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A webhook that keeps what it gets and answers what it was told to, then 200. */
final class WebhookReceiver implements AutoCloseable {
  /** One request. */
  record Received(Map<String, String> headers, byte[] body) {}

  private final HttpServer http;
  private final java.util.concurrent.ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<Received> received = new ArrayList<>();
  private final Queue<Integer> statuses = new ArrayDeque<>();

  WebhookReceiver() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext(
        "/",
        exchange -> {
          Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
          byte[] body = exchange.getRequestBody().readAllBytes();
          int status;
          synchronized (this) {
            received.add(new Received(headers, body));
            status = statuses.isEmpty() ? 200 : statuses.remove();
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/hook");
  }

  synchronized void answerNext(int... next) {
    for (int status : next) {
      statuses.add(status);
    }
  }

  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
