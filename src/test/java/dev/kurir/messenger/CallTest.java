package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void anAnswerToAStrangerLosesItsLastWords() {
    assertThat(Call.cut("err 401 wrong name or password", 20))
        .isEqualTo("err 401 wrong name or password");
    assertThat(Call.cut("err 401 wrong name or password", 6)).isEqualTo("err 401 wrong name");
    assertThat(Call.cut("err 400 UTF-8 only", 3)).isEqualTo("err 400");
    assertThat(Call.cut("err 400 UTF-8 only", 2)).isEmpty();
    assertThat(Call.cut("#7 err 400 UTF-8 only", 4)).isEqualTo("#7 err 400");
    assertThat(Call.cut("ok registered darma", 3)).isEmpty();
  }

  @Property
  void noAnswerIsLongerThanThreeTimesTheRequest(
      @ForAll String words, @ForAll @IntRange(max = 100) int bytes) {
    assertThat(Call.cut("err 400 " + words, bytes).getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(3 * bytes);
  }
}
