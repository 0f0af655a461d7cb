package dev.kurir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.gateway.Target.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses mean whom. */
class AddressingTest {
  private final Addressing addressing = new Addressing("im.example");

  @ParameterizedTest
  @CsvSource({
    "im.example,            DOMAIN, '',    ''",
    "im.example/x@y/z,      DOMAIN, '',    x@y/z",
    "ani@im.example,        PERSON, ani,   ''",
    "ani@im.example/a/b@c,  PERSON, ani,   a/b@c",
    "'#kebun@im.example/ani', CIRCLE, kebun, ani",
    "'#@im.example',        NOBODY, '',    ''",
    "'##x@im.example',      NOBODY, '',    ''",
    "a b@im.example,        NOBODY, '',    ''",
    "ani@sub.im.example,    NOBODY, '',    ''",
    "@im.example,           NOBODY, '',    ''",
    "other.example,         NOBODY, '',    ''",
  })
  void anAddressMeans(String written, Kind kind, String name, String resource) {
    assertThat(addressing.target(Jid.of(written))).isEqualTo(new Target(kind, name, resource));
  }

  @Test
  void addressesComeBack() {
    assertThat(addressing.target(Jid.of(addressing.occupant("kebun", "ani"))))
        .isEqualTo(new Target(Kind.CIRCLE, "kebun", "ani"));
    assertThat(addressing.target(Jid.of(addressing.present("ani"))).kind()).isEqualTo(Kind.PERSON);
  }
}
