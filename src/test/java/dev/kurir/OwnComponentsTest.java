package dev.kurir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.BotId;
import dev.kurir.network.Bookmarks;
import dev.kurir.network.Network;
import dev.kurir.network.telegram.TelegramNetwork;
import dev.kurir.network.telegram.TelegramSettings;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Kurir does not run on Camel's own telegram: and xmpp:. */
class OwnComponentsTest {
  private final Network telegram =
      new TelegramNetwork(
          new TelegramSettings(URI.create("http://127.0.0.1:1"), null),
          new ForgetfulBookmarks(),
          new StoredAlarms(),
          Clock.systemUTC());

  private static final class ForgetfulBookmarks implements Bookmarks {
    @Override
    public Optional<String> read(BotId bot) {
      return Optional.empty();
    }

    @Override
    public void write(BotId bot, String mark) {}
  }

  @Test
  void camelsOwnComponentIsRefused() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.start();
      assertThatThrownBy(() -> OwnComponents.require(camel, telegram))
          .hasMessageContaining("org.apache.camel.component.telegram.TelegramComponent")
          .hasMessageContaining("Kurir does not run on Camel's");
    }
  }

  @Test
  void oursIsAccepted() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("telegram", telegram.component());
      camel.start();
      OwnComponents.require(camel, telegram);
    }
  }
}
