package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
  @Test
  void aPasswordIsKeptAsArgon2idWithASaltOfItsOwn() {
    String kept = Passwords.hash("rahasia");
    assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(Passwords.hash("rahasia")).isNotEqualTo(kept);
    assertThat(Passwords.matches("rahasia", kept)).isTrue();
    assertThat(Passwords.matches("salah", kept)).isFalse();
    assertThat(Passwords.matchesNobody("nobody's")).isFalse();
  }
}
