package dev.kurir.network.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineSignatureTest {
  private static final byte[] BODY = "{\"events\":[]}".getBytes(StandardCharsets.UTF_8);
  private final LineSignature signature =
      new LineSignature(new LineCredentials(Sample.credentials()));

  @Test
  void signatureOfTheRawBodyIsAccepted() {
    assertThat(signature.covers(BODY, Sample.sign(Sample.SECRET, BODY))).isTrue();
  }

  @Test
  void changedBodyIsRefused() {
    byte[] changed = "{\"events\":[ ]}".getBytes(StandardCharsets.UTF_8);
    assertThat(signature.covers(changed, Sample.sign(Sample.SECRET, BODY))).isFalse();
  }

  @Test
  void otherSecretIsRefused() {
    assertThat(signature.covers(BODY, Sample.sign("another", BODY))).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "not base64!", "====", "QUJD", "\u2603", "a"})
  void missingOrMalformedHeaderIsRefusedWithoutAnError(String header) {
    assertThat(signature.covers(BODY, header)).isFalse();
  }

  @Test
  void bothSecretsAreAcceptedDuringARotation() {
    LineSignature rotating =
        new LineSignature(
            new LineCredentials(
                new Credentials(
                    Map.of(
                        "channelSecret", "new-secret",
                        "previousChannelSecret", Sample.SECRET,
                        "channelAccessToken", Sample.TOKEN))));
    assertThat(rotating.covers(BODY, Sample.sign("new-secret", BODY))).isTrue();
    assertThat(rotating.covers(BODY, Sample.sign(Sample.SECRET, BODY))).isTrue();
    assertThat(rotating.covers(BODY, Sample.sign("third", BODY))).isFalse();
  }
}
