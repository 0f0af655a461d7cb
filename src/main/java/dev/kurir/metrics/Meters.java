package dev.kurir.metrics;

import dev.kurir.message.NetworkName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The meters of a message's way, each with the tag {@code network}. They count since the start;
 * names in the exposition end in {@code _total}. Thread-safe.
 */
public final class Meters {
  private final MeterRegistry registry;

  /** By the name of the figure. */
  private final Map<String, MultiGauge> ofBots;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    this.ofBots =
        Map.of(
            "quota.limit", gauge("kurir.bot.quota.limit"),
            "quota.used", gauge("kurir.bot.quota.used"));
  }

  private MultiGauge gauge(String name) {
    return MultiGauge.builder(name).register(registry);
  }

  /** Messages that are safe in the journal: {@code kurir.messages.accepted}. */
  public void accepted(NetworkName network) {
    registry.counter("kurir.messages.accepted", "network", network.value()).increment();
  }

  /** Messages that are in an inbox, redeliveries not counted: {@code kurir.messages.stored}. */
  public void stored(NetworkName network) {
    registry.counter("kurir.messages.stored", "network", network.value()).increment();
  }

  /** Inbox messages that were mapped: {@code kurir.messages.mapped}. */
  public void mapped(NetworkName network, int messages) {
    registry.counter("kurir.messages.mapped", "network", network.value()).increment(messages);
  }

  /** Outbox messages by end state: {@code kurir.messages.settled}. */
  public void settled(NetworkName network, String state) {
    registry
        .counter("kurir.messages.settled", "network", network.value(), "state", state)
        .increment();
  }

  /** Attempts that will be repeated: {@code kurir.attempts.failed}. */
  public void attemptFailed(NetworkName network) {
    registry.counter("kurir.attempts.failed", "network", network.value()).increment();
  }

  /** Bytes of the journal that are not in an inbox yet: {@code kurir.journal.behind}. */
  public <T> void journalBehind(T journal, ToDoubleFunction<T> bytes) {
    registry.gauge("kurir.journal.behind", journal, bytes);
  }

  /**
   * The disk.
   *
   * @param free bytes
   * @param daysLeft until it is full; infinite when it does not fill
   */
  public <T> void storage(T watch, ToDoubleFunction<T> free, ToDoubleFunction<T> daysLeft) {
    registry.gauge("kurir.storage.free", watch, free);
    registry.gauge("kurir.storage.days.left", watch, daysLeft);
  }

  /** Rows that this node moved to the passive database: {@code kurir.archive.rows}. */
  public <T> void archived(T archive, ToDoubleFunction<T> rows) {
    registry.gauge("kurir.archive.rows", archive, rows);
  }

  /** Who is logged in to the messenger at this server: {@code kurir.messenger.sessions}. */
  public <T> void sessions(T messenger, ToDoubleFunction<T> sessions) {
    registry.gauge("kurir.messenger.sessions", messenger, sessions);
  }

  /**
   * What networks tell of the bots, each with the tags {@code network} and {@code bot}, in place of
   * what they told before: {@code kurir.bot.quota.limit}, {@code kurir.bot.quota.used}.
   */
  public void bots(Collection<BotFigure> figures) {
    ofBots.forEach(
        (name, gauge) ->
            gauge.register(
                figures.stream()
                    .filter(figure -> figure.name().equals(name))
                    .<MultiGauge.Row<?>>map(
                        figure ->
                            MultiGauge.Row.of(
                                Tags.of(
                                    "network",
                                    figure.network().value(),
                                    "bot",
                                    figure.bot().toString()),
                                figure.value()))
                    .toList(),
                true));
  }

  /**
   * A rule was asked about a message.
   *
   * @param what {@code asked}, or {@code failed}
   */
  public void rule(String rule, String what) {
    registry.counter("kurir.rules", Tags.of("rule", rule, "end", what)).increment();
  }

  /** Open circuits: a network or a bot that does not answer: {@code kurir.circuits.open}. */
  public <T> void circuitsOpen(NetworkName network, T gates, ToDoubleFunction<T> open) {
    Gauge before = registry.find("kurir.circuits.open").tags("network", network.value()).gauge();
    if (before != null) {
      registry.remove(before);
    }
    registry.gauge("kurir.circuits.open", Tags.of("network", network.value()), gates, open);
  }
}
