package dev.kurir.bench;

import dev.kurir.bench.Connections.Acknowledged;
import dev.kurir.bench.Laboratory.Specimen;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * How fast signed webhooks of LINE and Telegram, by turns, are acknowledged on 64 connections,
 * against a bare HTTP server; and whether each acknowledged event is in an inbox afterwards.
 */
final class Ingress implements Mode {
  private static final int BOTS = 8;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "ingress";
  }

  @Override
  public List<Figure> measure(Laboratory laboratory) throws Exception {
    int requests = Math.max(1000, laboratory.plan().messages() / 10);
    AtomicInteger runs = new AtomicInteger();
    List<String> acknowledged = new ArrayList<>();
    try (Networks networks = new Networks();
        Connections connections = new Connections()) {
      Specimen specimen = laboratory.start(networks.settings(), Sink.NAME);
      for (int i = 0; i < Math.min(BOTS, laboratory.plan().owners()); i++) {
        networks.addLine(specimen, Sink.NAME + "-" + i);
        networks.addTelegram(specimen, Sink.NAME + "-" + i);
      }
      URI bare = connections.bare();
      Alternation.Side kurir =
          () -> {
            Acknowledged run =
                connections.post(requests, webhooks(networks, runs.incrementAndGet(), requests));
            acknowledged.addAll(run.ids());
            awaitStored(specimen, run.ids());
            return run.figures();
          };
      laboratory.plan().told().accept("warming up");
      kurir.measure();
      Alternation alternation =
          laboratory
              .alternation()
              .against("bare server", () -> bare(connections, networks, bare, requests))
              .run("rate", kurir);
      double missing = missing(specimen, acknowledged);
      laboratory.stop(specimen);
      return List.of(
          Figure.of(
              "webhooks acknowledged on 64 connections, against a bare server",
              "requests/s",
              alternation.pairs("bare server", "rate"),
              null),
          Figure.of(
              "p50 of the acknowledgement", "ms", alternation.pairs("bare server", "p50"), null),
          Figure.of(
              "p99 of the acknowledgement", "ms", alternation.pairs("bare server", "p99"), null),
          Figure.alone(
              "of " + acknowledged.size() + " acknowledged events missing",
              "events",
              List.of(missing),
              Goal.atMost(0, 0)));
    }
  }

  private static IntFunction<Webhook> webhooks(Networks networks, int run, int requests) {
    String name = "01BENCH%05d".formatted(run);
    int first = run * requests;
    return number ->
        number % 2 == 0
            ? networks.lineWebhook(name, number / 2)
            : networks.telegramWebhook(first, number / 2);
  }

  private static Map<String, Double> bare(
      Connections connections, Networks networks, URI bare, int requests)
      throws InterruptedException {
    IntFunction<Webhook> webhooks = webhooks(networks, 0, requests);
    return connections
        .post(
            requests,
            number -> {
              Webhook webhook = webhooks.apply(number);
              return new Webhook(webhook.id(), bare, webhook.headers(), webhook.body());
            })
        .figures();
  }

  private static void awaitStored(Specimen specimen, List<String> ids) throws Exception {
    List<String> last = ids.subList(Math.max(0, ids.size() - 200), ids.size());
    try (Ledger ledger = new Ledger(specimen.database())) {
      Await.until(
          () -> ledger.missing(last) == 0,
          Duration.ofMillis(100),
          LIMIT,
          () -> "acknowledged events are in no inbox");
    }
  }

  private static double missing(Specimen specimen, List<String> ids) throws Exception {
    try (Ledger ledger = new Ledger(specimen.database())) {
      return ledger.missing(ids);
    }
  }
}
