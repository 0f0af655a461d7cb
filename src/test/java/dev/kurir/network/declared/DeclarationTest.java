package dev.kurir.network.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import dev.kurir.network.declared.Declaration.Parameter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationTest {
  private static final NetworkName IRC = new NetworkName("irc");

  @Test
  void templatesSayWhatABotNeedsAndWhatTheNetworkIsLike() {
    Declaration irc =
        declare(
            about("account", "{nickname}@{host}"),
            about("displayName", "IRC"),
            about("textLimit", "400"),
            about("pacePerChat", "1/2s"),
            about("pacePerBot", "30/1m"),
            new Parameter("bot", true, null),
            new Parameter("nickname", true, null),
            new Parameter("host", true, null),
            new Parameter("port", false, "6667"));

    assertThat(irc.credentials().keySet()).containsExactlyInAnyOrder("nickname", "host", "port");
    assertThat(irc.capabilities().displayName()).isEqualTo("IRC");
    assertThat(irc.capabilities().textLimit()).isEqualTo(400);
    assertThat(irc.capabilities().pace())
        .isEqualTo(
            new Pace(
                new Pace.Rate(30, Duration.ofMinutes(1)), new Pace.Rate(1, Duration.ofSeconds(2))));
    Credentials given = new Credentials(Map.of("nickname", "sari", "host", "irc.lab"));
    assertThat(irc.account(given)).isEqualTo("sari@irc.lab");
    assertThat(irc.values(given))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("nickname", "sari", "host", "irc.lab", "port", "6667"));
  }

  @Test
  void aMissingOrUnknownCredentialIsNamed() {
    Declaration irc =
        declare(about("account", "{nickname}"), new Parameter("nickname", true, null));

    assertThatThrownBy(() -> irc.account(new Credentials(Map.of())))
        .hasMessage("credentials.nickname: missing (expected: a value, not only spaces)");
    assertThatThrownBy(
            () -> irc.account(new Credentials(Map.of("nickname", "sari", "nikname", "x"))))
        .hasMessageContaining("credentials.nikname: unknown field");
  }

  @Test
  void anAccountIsMadeOfDeclaredCredentials() {
    assertThatThrownBy(() -> declare(about("account", "{nick}")))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("[nick]");
    assertThatThrownBy(() -> declare(new Parameter("nickname", true, null)))
        .hasMessageContaining("account: not declared by irc-inbound or irc-outbound");
  }

  @ParameterizedTest
  @CsvSource({
    "pacePerBot, often",
    "pacePerChat, 0/1s",
    "pacePerChat, 1/0s",
    "textLimit, -1",
    "textLimit, many",
    "canBeMaster, perhaps",
    "recognisesRepeats, yes"
  })
  void whatIsMalformedIsNamed(String name, String value) {
    assertThatThrownBy(() -> declare(about("account", "one"), about(name, value)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(name + ": \"" + value + "\"");
  }

  private static Declaration declare(Parameter... parameters) {
    return Declaration.of(IRC, List.of(List.of(parameters), List.of()));
  }

  private static Parameter about(String name, String value) {
    return new Parameter(name, false, value);
  }
}
