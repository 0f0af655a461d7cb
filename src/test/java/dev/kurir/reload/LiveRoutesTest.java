package dev.kurir.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.metrics.SteadyMeters;
import dev.kurir.routes.RouteUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes are replaced while they never run empty. */
class LiveRoutesTest {
  private static final int SWAPS = 25;

  @TempDir Path folder;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final SteadyMeters meters = new SteadyMeters();
  private final LiveRoutes live = new LiveRoutes();
  private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
  private Map<String, RouteUnit> loaded = Map.of();
  private int version;

  /** What the routes hand to. */
  public final class Box {
    public void put(int number) {
      arrived.add(number);
    }
  }

  @BeforeEach
  void begin() throws Exception {
    context.disableJMX();
    context.getRegistry().bind("direct", new SteadyDirect());
    context.getRegistry().bind("seda", new SteadySeda());
    context.getRegistry().bind("box", new Box());
    context.getRegistry().bind("metricsRegistry", meters);
    MicrometerRoutePolicyFactory counted = new MicrometerRoutePolicyFactory();
    counted.setMeterRegistry(meters);
    context.addRoutePolicyFactory(counted);
    context.start();
    live.begin(context);
  }

  @AfterEach
  void end() throws IOException {
    context.close();
  }

  private static String route(String id, String from, String step) {
    return """
        - route:
            id: %s
            description: version VERSION
            from:
              uri: %s
              steps:
                - to:
                    id: step-%s
                    uri: %s
        """
        .formatted(id, from, id, step);
  }

  /** A version with these files, loaded or swapped in. */
  private void run(Map<String, String> texts, Set<String> changed) throws Exception {
    Map<String, RouteUnit> next = write(texts);
    if (loaded.isEmpty()) {
      for (RouteUnit unit : next.values()) {
        PluginHelper.getRoutesLoader(context)
            .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + unit.path()));
      }
    } else {
      live.swap(changed, loaded, next);
    }
    loaded = next;
  }

  private Map<String, RouteUnit> write(Map<String, String> texts) throws IOException {
    Path of = Files.createDirectory(folder.resolve("" + ++version));
    Map<String, RouteUnit> units = new TreeMap<>();
    for (Map.Entry<String, String> one : texts.entrySet()) {
      Path file = of.resolve(one.getKey());
      Files.writeString(file, one.getValue().replace("VERSION", "" + version));
      units.put(one.getKey(), RouteUnit.of(file));
    }
    return units;
  }

  @Test
  void nobodyMeetsAnEndedRouteWhileDirectRoutesAreReplaced() throws Exception {
    Map<String, String> texts =
        Map.of(
            "first.camel.yaml", route("first", "direct:first", "direct:second"),
            "second.camel.yaml", route("second", "direct:second", "bean:box?method=put"));
    run(texts, Set.of());
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (ProducerTemplate template = context.createProducerTemplate()) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        senders.add(
            threads.submit(
                () -> {
                  while (!enough.get()) {
                    template.sendBody("direct:first", sent.incrementAndGet());
                  }
                }));
      }
      for (int i = 0; i < SWAPS; i++) {
        int before = arrived.size();
        double counted = counted("second");
        run(texts, i % 3 == 0 ? texts.keySet() : Set.of(name(i)));
        Awaitility.await().until(() -> arrived.size() > before);
        assertThat(counted("second")).isGreaterThanOrEqualTo(counted);
      }
      enough.set(true);
      for (Future<?> sender : senders) {
        sender.get(); // throws what any send threw
      }
    } finally {
      enough.set(true);
      threads.shutdownNow();
    }
    assertThat(arrived).hasSize(sent.get()).doesNotHaveDuplicates();
    assertThat(counted("second")).isPositive();
  }

  private double counted(String route) {
    return meters.get("camel.exchanges.total").tag("routeId", route).counter().count();
  }

  private static String name(int swap) {
    return swap % 3 == 1 ? "first.camel.yaml" : "second.camel.yaml";
  }

  @Test
  void whatWaitsInAQueueOutlivesBothEndsAndStaysInOrder() throws Exception {
    Map<String, String> texts =
        Map.of(
            "feed.camel.yaml", route("feed", "direct:feed", "seda:queue?size=10000"),
            "queue.camel.yaml", route("queue", "seda:queue?size=10000", "bean:box?method=put"));
    run(texts, Set.of());
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try (ProducerTemplate template = context.createProducerTemplate()) {
      Future<?> sender =
          threads.submit(
              () -> {
                while (!enough.get()) {
                  if (sent.get() - arrived.size() < 5_000) {
                    template.sendBody("direct:feed", sent.incrementAndGet());
                  }
                }
              });
      for (int i = 0; i < SWAPS / 2; i++) {
        int before = arrived.size();
        run(texts, i % 2 == 0 ? texts.keySet() : Set.of("queue.camel.yaml"));
        Awaitility.await().until(() -> arrived.size() > before);
      }
      enough.set(true);
      sender.get();
    } finally {
      enough.set(true);
      threads.shutdownNow();
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> arrived.size() >= sent.get());
    assertThat(arrived).hasSize(sent.get()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aSwapThatFailsHalfWayBringsEverythingBack() throws Exception {
    Map<String, String> texts =
        Map.of(
            "first.camel.yaml", route("first", "direct:first", "direct:second"),
            "second.camel.yaml", route("second", "direct:second", "bean:box?method=put"));
    run(texts, Set.of());
    Map<String, RouteUnit> wrong =
        write(
            Map.of(
                "first.camel.yaml", texts.get("first.camel.yaml"),
                "second.camel.yaml", route("second", "direct:second", "bean:nobody")));

    assertThatThrownBy(() -> live.swap(wrong.keySet(), loaded, wrong))
        .hasStackTraceContaining("nobody");

    try (ProducerTemplate template = context.createProducerTemplate()) {
      template.sendBody("direct:first", 1);
    }
    assertThat(arrived).containsExactly(1);
    assertThat(context.getRouteDefinition("second").getDescriptionText()).isEqualTo("version 1");
  }

  @Test
  void metersOfARouteThatIsGoneAreForgotten() throws Exception {
    Map<String, String> texts =
        Map.of("first.camel.yaml", route("first", "direct:first", "bean:box?method=put"));
    run(texts, Set.of());
    try (ProducerTemplate template = context.createProducerTemplate()) {
      template.sendBody("direct:first", 1);
    }
    assertThat(meters.find("camel.exchanges.total").tag("routeId", "first").counter()).isNotNull();

    Map<String, RouteUnit> empty = Map.of();
    live.swap(loaded.keySet(), loaded, empty);

    assertThat(meters.find("camel.exchanges.total").tag("routeId", "first").counter()).isNull();
  }
}
