package dev.kurir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.NetworkName;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final NetworkName TELEGRAM = new NetworkName("telegram");
  private static final NetworkName XMPP = new NetworkName("xmpp");
  private static final List<Contact> ALL =
      List.of(
          contact(1, XMPP, "darma96@xmpp.jp"),
          contact(2, TELEGRAM, "budi"),
          contact(3, TELEGRAM, "darmaastawan"),
          contact(4, TELEGRAM, "wati"),
          contact(5, XMPP, "zul@xmpp.jp"));

  @Test
  void aMisspeltNameFindsTheOneMeant() {
    assertThat(Nearest.of("darmastawan", TELEGRAM, ALL).get(0).handle()).isEqualTo("darmaastawan");
    assertThat(Nearest.of("DARMA96@xmp.jp", XMPP, ALL).get(0).handle())
        .isEqualTo("darma96@xmpp.jp");
  }

  @Test
  void theNamedNetworkComesFirstAmongEquals() {
    assertThat(Nearest.of("darma", TELEGRAM, ALL).get(0).network()).isEqualTo(TELEGRAM);
    assertThat(Nearest.of("darma", XMPP, ALL).get(0).network()).isEqualTo(XMPP);
  }

  @Test
  void atMostThreeAreNamed() {
    assertThat(Nearest.of("x", TELEGRAM, ALL)).hasSize(3);
    assertThat(Nearest.of("x", TELEGRAM, List.of())).isEmpty();
  }

  private static Contact contact(long id, NetworkName network, String name) {
    return new Contact(new ContactId(id), network, new BotId(1), new Address(name), name, null);
  }
}
