package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static Request read(String datagram) throws Exception {
    return Request.of(ByteBuffer.wrap(datagram.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void partsAreTakenApart() throws Exception {
    Request request = read("#k7 =abc /SEND ani  dua  spasi \r\n");
    assertThat(request.id()).isEqualTo("k7");
    assertThat(request.token()).isEqualTo("abc");
    assertThat(request.command()).isEqualTo("/send");
    assertThat(request.addressed()).containsExactly("ani", "dua  spasi ");
  }

  @Test
  void aTextKeepsItsLines() throws Exception {
    assertThat(read("/send ani satu\ndua").addressed()).containsExactly("ani", "satu\ndua");
  }

  @Test
  void aMissingTextIsNoAddressedOne() throws Exception {
    assertThat(read("/send").addressed()).isNull();
    assertThat(read("/send ani").addressed()).isNull();
    assertThat(read("/send ani   ").addressed()).isNull();
  }

  @Test
  void whatBreaksARuleIsRefusedWithTheRule() {
    assertThatThrownBy(() -> read("halo")).hasMessage("a command begins with /");
    assertThatThrownBy(() -> read("")).hasMessage("a command begins with /");
    assertThatThrownBy(() -> read("# /users")).hasMessage("#id: 1 to 64 characters");
    assertThatThrownBy(() -> read("#" + "x".repeat(65) + " /users"))
        .hasMessage("#id: 1 to 64 characters");
    assertThatThrownBy(() -> read("/send ani a\0b")).hasMessage("no NUL");
    assertThatThrownBy(() -> read("/send ani " + "é".repeat(700)))
        .hasMessage("too long: at most 1400 bytes");
    assertThatThrownBy(() -> Request.of(ByteBuffer.wrap(new byte[] {'/', (byte) 0xc3})))
        .hasMessage("UTF-8 only");
  }

  @Property(tries = 20_000)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 80) byte[] bytes) {
    try {
      Request request = Request.of(ByteBuffer.wrap(bytes));
      assertThat(request.command()).startsWith("/");
      assertThat(request.words()).doesNotContainNull();
    } catch (Request.MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
