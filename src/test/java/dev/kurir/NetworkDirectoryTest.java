package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kurir.api.Connection;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.message.Role;
import dev.kurir.metrics.BotFigure;
import dev.kurir.network.Alarms;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.owner.BotRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Component;
import org.apache.camel.component.direct.DirectComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkDirectoryTest {
  private static final NetworkName ALPHA = new NetworkName("alpha");
  private final Alpha alpha = new Alpha();
  private final Told told = new Told();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final NetworkDirectory directory =
      new NetworkDirectory(
          owner -> "sari", List.of(alpha), new Reopening(told, Duration.ofMillis(20), timer));

  /** What owners were told and not yet taken back, in memory. */
  private static final class Told implements Alarms {
    final Map<BotId, String> texts = new ConcurrentHashMap<>();

    @Override
    public void raise(BotId bot, String occasion, String text) {
      texts.putIfAbsent(bot, occasion + ": " + text);
    }

    @Override
    public void clear(BotId bot, String occasion) {
      texts.remove(bot);
    }
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  /** Refuses the token {@code revoked}, and breaks on {@code broken}. */
  private static final class Alpha implements Network {
    private final Set<BotId> open = ConcurrentHashMap.newKeySet();
    private final Set<BotId> removed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean merciful = new AtomicBoolean();
    private final AtomicInteger tries = new AtomicInteger();

    @Override
    public Capabilities capabilities() {
      return new Capabilities(ALPHA, "Alpha", 5000, 1, 1, true, true, Pace.FREE);
    }

    @Override
    public Component component() {
      return new DirectComponent();
    }

    @Override
    public Identity verify(Credentials credentials) throws RefusedException {
      if (credentials.required("token").equals("revoked") && !merciful.get()) {
        tries.incrementAndGet();
        throw new RefusedException("Alpha: 401");
      }
      return new Identity("account of " + credentials.required("token"));
    }

    @Override
    public void open(Bot bot) throws RefusedException {
      if (bot.credentials().required("token").equals("broken")) {
        throw new IllegalStateException("out of luck");
      }
      verify(bot.credentials());
      open.add(bot.id());
    }

    @Override
    public void close(BotId bot) {
      open.remove(bot);
    }

    @Override
    public void remove(Bot bot) {
      open.remove(bot.id());
      removed.add(bot.id());
    }

    @Override
    public BotHealth health(BotId bot) {
      return new BotHealth(open.contains(bot), "polling");
    }

    @Override
    public Map<String, Double> figures(BotId bot) {
      return open.contains(bot) ? Map.of("quota.used", 7.0) : Map.of();
    }
  }

  private static Bot bot(int id, String token) {
    return new Bot(
        new BotId(id),
        new OwnerId(1),
        ALPHA,
        Role.PARTNER,
        "a" + id,
        new Credentials(Map.of("token", token)),
        "key" + id);
  }

  @Test
  void aRefusedBotHindersNoOtherAndSaysWhy() {
    directory.openAll(List.of(bot(1, "good"), bot(2, "revoked"), bot(3, "broken"), bot(4, "good")));

    assertThat(alpha.open).containsExactlyInAnyOrder(new BotId(1), new BotId(4));
    assertThat(directory.report().connections())
        .extracting(Connection::up)
        .containsExactly(true, false, false, true);
    assertThat(directory.report().connections().get(1).detail()).isEqualTo("refused: Alpha: 401");
    assertThat(directory.report().connections().get(0).detail()).isEqualTo("polling");
  }

  @Test
  void aRefusedBotIsOpenedWhenItsNetworkAcceptsItAndItsOwnerIsToldOnce() {
    directory.openAll(List.of(bot(1, "good"), bot(2, "revoked")));
    assertThat(told.texts)
        .containsExactly(
            Map.entry(
                new BotId(2),
                "refused: Your alpha bot a2 does not run: Alpha: 401. Kurir tries again by"
                    + " itself."));

    await().until(() -> alpha.tries.get() >= 3);
    alpha.merciful.set(true);

    await().until(() -> alpha.open.contains(new BotId(2)));
    await().until(() -> told.texts.isEmpty());
    assertThat(directory.report().connections())
        .extracting(Connection::up)
        .containsExactly(true, true);
    assertThat(directory.report().figures())
        .containsExactlyInAnyOrder(
            new BotFigure(ALPHA, new BotId(1), "quota.used", 7),
            new BotFigure(ALPHA, new BotId(2), "quota.used", 7));
  }

  @Test
  void aRemovedBotIsNotTriedAgain() {
    Bot refused = bot(2, "revoked");
    directory.openAll(List.of(refused, bot(3, "revoked")));
    directory.remove(refused);
    alpha.merciful.set(true);

    await().until(() -> alpha.open.contains(new BotId(3)));
    assertThat(alpha.open).doesNotContain(new BotId(2));
  }

  @Test
  void closingKeepsWhatTheNetworkStores() {
    directory.openAll(List.of(bot(1, "good"), bot(2, "revoked")));

    directory.closeAll();

    assertThat(alpha.open).isEmpty();
    assertThat(alpha.removed).isEmpty();
    assertThat(directory.report().connections()).isEmpty();
  }

  @Test
  void removingAlsoWorksForARefusedBot() {
    Bot refused = bot(2, "revoked");
    directory.openAll(List.of(refused));

    directory.remove(refused);

    assertThat(alpha.removed).containsExactly(new BotId(2));
    assertThat(directory.report().connections()).isEmpty();
  }

  @Test
  void refusalsAndUnknownNetworksAreSaid() throws BotRefusedException {
    Credentials revoked = new Credentials(Map.of("token", "revoked"));

    assertThat(directory.verify(ALPHA, new Credentials(Map.of("token", "x"))))
        .isEqualTo("account of x");
    assertThatThrownBy(() -> directory.verify(ALPHA, revoked))
        .isInstanceOf(BotRefusedException.class)
        .hasMessage("Alpha: 401");
    assertThatThrownBy(() -> directory.verify(new NetworkName("irc"), revoked))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("irc");
  }
}
