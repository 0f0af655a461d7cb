package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the client of another library's pair. */
class ScramTest {
  private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.7", 4711);

  private final Scram scram = new Scram();

  private static ScramClient client(String name, String password) {
    return ScramClient.builder()
        .advertisedMechanisms(List.of("SCRAM-SHA-256"))
        .username(name)
        .password(password.toCharArray())
        .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
        .build();
  }

  @Test
  void bothSidesProveThatTheyKnowThePassword() throws Exception {
    String verifier = Scram.verifier("rahasia");
    ScramClient client = client("darma", "rahasia");
    String first = client.clientFirstMessage().toString();
    assertThat(Scram.name(first)).isEqualTo("darma");
    String answer = scram.first(FROM, first, "darma", verifier);
    client.serverFirstMessage(answer);
    Scram.Proven proven = scram.last(FROM, client.clientFinalMessage().toString());
    assertThat(proven).isNotNull();
    assertThat(proven.name()).isEqualTo("darma");
    client.serverFinalMessage(proven.serverFinal());
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    ScramClient client = client("darma", "salah");
    client.serverFirstMessage(
        scram.first(
            FROM, client.clientFirstMessage().toString(), "darma", Scram.verifier("rahasia")));
    assertThat(scram.last(FROM, client.clientFinalMessage().toString())).isNull();
  }

  @Test
  void nobodyLooksLikeSomebodyUntilTheEnd() throws Exception {
    ScramClient client = client("siapa", "rahasia");
    String first = client.clientFirstMessage().toString();
    String once = scram.first(FROM, first, "siapa", null);
    String twice = scram.first(FROM, first, "siapa", null);
    assertThat(once.replaceAll("^.*,s=", "")).isEqualTo(twice.replaceAll("^.*,s=", ""));
    client.serverFirstMessage(twice);
    assertThat(scram.last(FROM, client.clientFinalMessage().toString())).isNull();
  }

  @Test
  void aFinalMessageCountsOnceAndFromItsAddress() throws Exception {
    ScramClient client = client("darma", "rahasia");
    client.serverFirstMessage(
        scram.first(
            FROM, client.clientFirstMessage().toString(), "darma", Scram.verifier("rahasia")));
    String last = client.clientFinalMessage().toString();
    assertThat(scram.last(new InetSocketAddress("192.0.2.8", 4711), last)).isNull();
    assertThat(scram.last(FROM, last)).isNotNull();
    assertThat(scram.last(FROM, last)).isNull();
  }

  @Test
  void aVerifierOfAnotherFormIsNone() {
    assertThat(Scram.isVerifier(Scram.verifier("rahasia"))).isTrue();
    assertThat(Scram.isVerifier(Scram.verifier("rahasia").replace("4096", "1"))).isFalse();
    assertThat(Scram.isVerifier("rahasia")).isFalse();
    assertThat(Scram.matches("rahasia", Scram.verifier("rahasia"))).isTrue();
    assertThat(Scram.matches("salah", Scram.verifier("rahasia"))).isFalse();
  }

  @Test
  void whatIsNoScramIsRefused() {
    assertThat(Scram.name("halo")).isNull();
    assertThat(scram.first(FROM, "p=tls-unique,,n=darma,r=abc", "darma", null)).isNull();
    assertThat(scram.last(FROM, "c=biws,r=abc,p=abc=")).isNull();
  }
}
