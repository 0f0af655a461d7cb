package dev.kurir.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.OwnerId;
import dev.kurir.owner.TestDatabase;
import dev.kurir.testing.PinnedClock;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginsIT {
  private static final AccessTokens.Sealing OPEN =
      new AccessTokens.Sealing(secret -> secret, secret -> secret);
  private static TestDatabase database;
  private static int people;

  private final PinnedClock clock = new PinnedClock("2026-03-01T23:00:00Z");
  private Person ani;
  private Logins logins;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void open() throws Exception {
    String name = "ani" + people++;
    database.execute("INSERT INTO messenger_user (name, password) VALUES ('" + name + "', 'none')");
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery("SELECT id FROM messenger_user WHERE name = '" + name + "'")) {
      row.next();
      ani = new Person(new OwnerId(row.getInt(1)), name);
    }
    logins = logins();
  }

  private Logins logins() {
    AccessTokens tokens = AccessTokens.open(database.pool(), OPEN, clock, Duration.ofMinutes(15));
    return new Logins(database.pool(), tokens, clock, Duration.ofDays(30));
  }

  @Test
  void anAccessTokenSaysWhoItIsAtEveryNode() {
    Logins.Tokens tokens = logins.begin(ani, "hp");

    assertThat(logins.caller(tokens.access()).orElseThrow().person()).isEqualTo(ani);
    assertThat(logins().caller(tokens.access()).orElseThrow().login()).isEqualTo(tokens.login());
    assertThat(logins.caller(tokens.access() + "x")).isEmpty();
    assertThat(logins.caller("")).isEmpty();
  }

  @Test
  void anAccessTokenEnds() {
    Logins.Tokens tokens = logins.begin(ani, "hp");
    clock.advance(Duration.ofMinutes(15));

    assertThat(logins.caller(tokens.access())).isEmpty();
    assertThat(logins.caller(logins.refresh(tokens.refresh()).access())).isPresent();
  }

  @Test
  void aLoginThatEndsTakesItsTokensWithIt() {
    List<UUID> ended = new ArrayList<>();
    logins.onEnd(ended::add);
    Logins.Tokens tokens = logins.begin(ani, "hp");
    Logins.Tokens other = logins.begin(ani, "laptop");

    assertThat(logins.end(ani, tokens.login())).isTrue();

    assertThat(logins.caller(tokens.access())).isEmpty();
    assertThat(logins.caller(other.access())).isPresent();
    assertThat(ended).containsExactly(tokens.login());
    assertThatThrownBy(() -> logins.refresh(tokens.refresh())).isInstanceOf(RefusedException.class);
    assertThat(logins.end(ani, tokens.login())).isFalse();
    assertThat(logins.end(new Person(new OwnerId(1), "other"), other.login())).isFalse();
  }

  @Test
  void aRefreshTokenThatComesAgainLaterEndsTheLogin() {
    Logins.Tokens first = logins.begin(ani, "hp");
    Logins.Tokens second = logins.refresh(first.refresh());
    clock.advance(Duration.ofSeconds(31));

    assertThatThrownBy(() -> logins.refresh(first.refresh()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("refreshToken");

    assertThatThrownBy(() -> logins.refresh(second.refresh())).isInstanceOf(RefusedException.class);
    assertThat(logins.caller(second.access())).isEmpty();
  }

  @Test
  void anAnswerThatWasLostCanBeAskedForAgain() {
    Logins.Tokens first = logins.begin(ani, "hp");
    logins.refresh(first.refresh());
    clock.advance(Duration.ofSeconds(29));

    Logins.Tokens again = logins.refresh(first.refresh());

    assertThat(logins.caller(logins.refresh(again.refresh()).access())).isPresent();
  }

  @Test
  void aLoginThatNobodyRefreshesEnds() {
    Logins.Tokens tokens = logins.begin(ani, "hp");
    assertThat(logins.reads(ani.id())).isTrue();
    clock.advance(Duration.ofDays(30));

    assertThatThrownBy(() -> logins.refresh(tokens.refresh())).isInstanceOf(RefusedException.class);
    assertThat(logins.list(ani)).isEmpty();
    assertThat(logins().reads(ani.id())).isFalse();
  }

  @Test
  void whatIsNoTokenIsRefused() {
    for (String token : List.of("", ".", "x", "x.y", UUID.randomUUID() + ".", "🦤.🦤")) {
      assertThatThrownBy(() -> logins.refresh(token)).isInstanceOf(RefusedException.class);
    }
  }
}
