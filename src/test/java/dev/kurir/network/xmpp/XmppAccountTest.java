package dev.kurir.network.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmppAccountTest {
  private static final Map<String, String> RIGHT =
      Map.of("jid", "Bot@Lab.test", "password", "secret");

  @Test
  void itsTextFormHidesThePassword() {
    XmppAccount account = XmppAccount.of(new Credentials(RIGHT));

    assertThat(account.jid().toString()).isEqualTo("bot@lab.test");
    assertThat(account.toString()).isEqualTo("bot@lab.test");
  }

  @ParameterizedTest
  @CsvSource({
    "jid, lab.test, credentials.jid: \"lab.test\" (expected: a bare JID: name@domain)",
    "jid, a@b/c, credentials.jid: \"a@b/c\" (expected: a bare JID: name@domain)",
    "jid, '', credentials.jid: missing",
    "password, '', credentials.password: missing",
    "port, 70000, credentials.port: \"70000\" (expected: 1 to 65535)",
    "port, x, credentials.port: \"x\" (expected: 1 to 65535)",
    "caFile, /no/such, credentials.caFile: \"/no/such\" (expected: a readable file)",
    "resource, x, credentials.resource: unknown field",
  })
  void aWrongFieldIsNamed(String field, String value, String message) {
    Map<String, String> values = new HashMap<>(RIGHT);
    values.put(field, value);

    assertThatThrownBy(() -> XmppAccount.of(new Credentials(values)))
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aCaFileMustHoldCertificates(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("ca.crt"), "no certificate");
    Map<String, String> values = new HashMap<>(RIGHT);
    values.put("caFile", file.toString());

    assertThatThrownBy(() -> XmppAccount.of(new Credentials(values)))
        .hasMessageContaining("(expected: certificates in PEM form)");
  }

  @Test
  void withoutChannelBindingNoMechanismBinds() {
    XmppAccount account = XmppAccount.of(new Credentials(RIGHT));

    assertThat(account.configuration(false).getEnabledSaslMechanisms())
        .isNotEmpty()
        .noneMatch(name -> name.endsWith("-PLUS"));
  }
}
