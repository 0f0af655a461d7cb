package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.junit.jupiter.api.Test;

class DispatchJsonTest {
  @Property(tries = 300)
  void anOutcomeArrivesAsItWas(@ForAll("outcomes") Outcome outcome) throws IOException {
    assertThat(DispatchJson.outcome(DispatchJson.of(outcome))).isEqualTo(outcome);
  }

  @Property(tries = 300)
  void aDispatchArrivesAsItWas(@ForAll("dispatches") Dispatch dispatch) throws IOException {
    assertThat(DispatchJson.dispatch(DispatchJson.of(dispatch))).isEqualTo(dispatch);
  }

  @Test
  void everyKindOfOutcomeIsAmongThoseTried() {
    assertThat(Outcome.class.getPermittedSubclasses()).hasSize(6);
  }

  @Test
  void whatCannotBeReadIsNotShown() {
    byte[] broken = "{\"items\":\"secret text".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> DispatchJson.dispatch(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the same build")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  private static StringArbitrary texts() {
    return Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(40);
  }

  /** Half a character has no form in UTF-8, nor in a text that was stored. */
  private static char[] surrogates() {
    char[] all = new char[0xE000 - 0xD800];
    for (int i = 0; i < all.length; i++) {
      all[i] = (char) (0xD800 + i);
    }
    return all;
  }

  @Provide
  Arbitrary<Outcome> outcomes() {
    Arbitrary<Instant> times =
        Arbitraries.longs()
            .between(0, 4_000_000_000L)
            .map(seconds -> Instant.ofEpochSecond(seconds, 123_456_789));
    Arbitrary<Duration> waits = Arbitraries.longs().between(0, 1L << 40).map(Duration::ofNanos);
    return Arbitraries.oneOf(
        List.<Arbitrary<? extends Outcome>>of(
            texts()
                .ofMinLength(1)
                .filter(s -> !s.isBlank())
                .map(NetworkMessageId::new)
                .list()
                .ofMaxSize(5)
                .map(Outcome.Delivered::new),
            Combinators.combine(waits.injectNull(0.3), Arbitraries.of(Outcome.Scope.class), texts())
                .as(Outcome.RetryLater::new),
            Combinators.combine(texts(), Arbitraries.of(Outcome.Meaning.class))
                .as(Outcome.Rejected::new),
            texts().map(Outcome.Uncertain::new),
            texts()
                .ofMinLength(1)
                .filter(s -> !s.isBlank())
                .map(Address::new)
                .map(Outcome.Moved::new),
            Combinators.combine(times, texts()).as(Outcome.OverQuota::new)));
  }

  @Provide
  Arbitrary<Dispatch> dispatches() {
    Arbitrary<Dispatch.Item> items =
        Combinators.combine(
                Arbitraries.longs().greaterOrEqual(1),
                Arbitraries.longs().greaterOrEqual(0),
                texts())
            .as((id, number, text) -> new Dispatch.Item(new MessageId(id), number, text));
    return Combinators.combine(
            Arbitraries.of("line", "telegram", "irc2").map(NetworkName::new),
            Arbitraries.integers().greaterOrEqual(1).map(BotId::new),
            texts().ofMinLength(1).filter(s -> !s.isBlank()).map(Address::new),
            items.list().ofMinSize(1).ofMaxSize(5),
            Arbitraries.create(UUID::randomUUID),
            Arbitraries.integers().between(1, 1_000),
            Arbitraries.of(true, false),
            texts().injectNull(0.5))
        .as(Dispatch::new);
  }
}
