package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final InetSocketAddress ANI = new InetSocketAddress("127.0.0.1", 4711);
  private static final InetSocketAddress BUDI = new InetSocketAddress("127.0.0.1", 4712);

  private final Answers answers = new Answers();

  private static Request request(String id, String command, String argument) {
    return new Request(id, "", command, argument, 10);
  }

  @Test
  void aRepeatedRequestIsKnownWithItsAnswers() {
    Request send = request("1", "/send", "budi halo");
    Answers.Slot slot = answers.begin(ANI, send);
    assertThat(slot).isNotNull();
    assertThat(answers.begin(ANI, send)).isNull();
    assertThat(answers.given(ANI, send)).as("while it is being done").isEmpty();
    slot.remember("#1 ok");
    assertThat(answers.given(ANI, send)).containsExactly("#1 ok");
  }

  @Test
  void anotherAddressIdOrTextIsAnotherRequest() {
    answers.begin(ANI, request("1", "/send", "budi halo"));
    assertThat(answers.begin(BUDI, request("1", "/send", "budi halo"))).isNotNull();
    assertThat(answers.begin(ANI, request("2", "/send", "budi halo"))).isNotNull();
    assertThat(answers.begin(ANI, request("1", "/send", "budi lain"))).isNotNull();
    assertThat(answers.begin(ANI, request("", "/send", "budi halo"))).isNotNull();
    assertThat(answers.begin(ANI, request("", "/send", "budi halo"))).isNotNull();
  }

  @Test
  void whatOnlyLooksIsDoneAgain() {
    assertThat(answers.begin(ANI, request("1", "/users", ""))).isNotNull();
    assertThat(answers.begin(ANI, request("1", "/users", ""))).isNotNull();
  }

  @Test
  void whatWasNotDoneIsTriedAgain() {
    Request send = request("1", "/send", "budi halo");
    answers.begin(ANI, send);
    answers.forget(ANI, send);
    assertThat(answers.begin(ANI, send)).isNotNull();
  }

  @Test
  void theNewestAreKnownHoweverManyThereWere() {
    for (int i = 0; i < 100_000; i++) {
      answers.begin(ANI, request("n" + i, "/send", "budi " + i));
    }
    for (int i = 70_001; i < 100_000; i++) {
      assertThat(answers.begin(ANI, request("n" + i, "/send", "budi " + i))).isNull();
    }
    assertThat(answers.begin(ANI, request("n1", "/send", "budi 1"))).isNotNull();
  }
}
