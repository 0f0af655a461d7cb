package dev.kurir.network.telegram;

import static dev.kurir.network.telegram.TelegramLab.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramCredentialsTest {
  private TelegramLab lab;

  @BeforeEach
  void start() throws Exception {
    lab = new TelegramLab();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void acceptedTokenTellsTheAccount() throws Exception {
    assertThat(lab.network.verify(new Credentials(Map.of("token", TOKEN))))
        .isEqualTo(new Network.Identity("shop_bot"));
  }

  @Test
  void refusedTokenIsSaidInTelegramsWords() {
    assertThatThrownBy(() -> verify("999:AAEhBP0av28FrZlnIQ3rTz1SlPDVHV9sOcM"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("Telegram 401: Unauthorized");
  }

  @Test
  void unreachableTelegramIsSaid() {
    lab.telegram.close();
    assertThatThrownBy(() -> verify(TOKEN))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Telegram not reached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "123456", "abc:defghijk", "123456:", "123456:a b c", "123:\nabcdef"})
  void malformedTokenIsNamedAndNotShown(String token) {
    assertThatThrownBy(() -> verify(token))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("credentials.token: malformed (expected: as BotFather shows it");
    assertThat(lab.telegram.calls).isEmpty();
  }

  @Test
  void missingTokenAndUnknownFieldAreNamed() {
    assertThatThrownBy(() -> lab.network.verify(new Credentials(Map.of())))
        .hasMessageStartingWith("credentials.token: missing");
    assertThatThrownBy(
            () -> lab.network.verify(new Credentials(Map.of("token", TOKEN, "host", "h"))))
        .hasMessageStartingWith("credentials.host: unknown field");
  }

  @Test
  void oddCharactersInATokenStayInItsPlace() {
    assertThat(TelegramToken.parse("token", "1:a/b?c#d%ä").pathSegment())
        .isEqualTo("1:a%2Fb%3Fc%23d%25%C3%A4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "https:/nohost", "https://user@host", "https://host?a=b"})
  void unfitAddressIsNamed(String url) {
    assertThatThrownBy(() -> new TelegramSettings(URI.create(url), null))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("kurir.telegram.api-url: ");
  }

  private void verify(String token) throws RefusedException {
    lab.network.verify(new Credentials(Map.of("token", token)));
  }
}
