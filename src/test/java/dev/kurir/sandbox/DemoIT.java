package dev.kurir.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration by itself, against the smallest bridge that can hold its conversation. */
class DemoIT {
  private final LineSandbox line = LineSandbox.start(0);
  private final TelegramSandbox telegram = TelegramSandbox.start(0);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @AfterEach
  void stop() {
    line.close();
    telegram.close();
  }

  @Test
  void conversationIsPlayedOnThreeNetworks(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(Prosody.find().isPresent(), "prosody is not installed");
    try (Prosody prosody = Prosody.start(directory, "xmpp.jp", 0);
        PocketKurir kurir = new PocketKurir(line, telegram, prosody);
        Demo demo = new Demo(kurir.url(), PocketKurir.TOKEN, line, telegram, prosody, out)) {
      demo.play();
      assertThat(squeezed())
          .contains("LINE Sari sees: Telegram Darma Astawan (darmaastawan) Halo")
          .contains("XMPP darma96@xmpp.jp writes to sari@xmpp.jp: hai, apa kabar?")
          .contains("LINE Sari sees: XMPP darma96@xmpp.jp hai, apa kabar?")
          .contains("Telegram Darma Astawan sees: halo juga")
          .contains("XMPP darma96@xmpp.jp sees: hai, sehat-sehat saja. Kamu?")
          .contains("Stop with Ctrl-C.");
      sayAsInvited("xmpp", "lagi dari xmpp");
      sayAsInvited("telegram", "lagi dari telegram");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  squeezed().contains("Sari sees: XMPP darma96@xmpp.jp lagi dari xmpp")
                      && squeezed().contains("(darmaastawan) lagi dari telegram"));
      System.out.println(printed.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void withoutProsodyTheConversationGoesOnWithoutXmpp() throws Exception {
    try (PocketKurir kurir = new PocketKurir(line, telegram, null);
        Demo demo = new Demo(kurir.url(), PocketKurir.TOKEN, line, telegram, null, out)) {
      demo.play();
      assertThat(squeezed())
          .contains("XMPP is left out: Prosody is not installed (get it: apt-get install prosody)")
          .contains("Telegram Darma Astawan sees: halo juga")
          .doesNotContain("xmpp.jp");
    }
  }

  @Test
  void stepThatFailsSaysWhatWasExpectedAndWhatHappened() throws Exception {
    try (PocketKurir kurir = new PocketKurir(line, telegram, null);
        Demo demo =
            new Demo(kurir.url(), PocketKurir.TOKEN, line, telegram, null, out)
                .within(Duration.ofSeconds(2))) {
      kurir.deaf();
      assertThatThrownBy(demo::play)
          .isInstanceOf(DemoFailedException.class)
          .hasMessageContaining("expected: Sari's LINE shows \"Telegram\\nDarma Astawan")
          .hasMessageContaining("within 2 s\nhappened: it shows [Paired: you are sari.]");
    }
  }

  @Test
  void refusalOfKurirIsShown() throws Exception {
    try (PocketKurir kurir = new PocketKurir(line, telegram, null);
        Demo demo = new Demo(kurir.url(), "wrong", line, telegram, null, out)) {
      assertThatThrownBy(demo::play)
          .isInstanceOf(DemoFailedException.class)
          .hasMessage(
              "expected: POST /api/v1/owners answers 201\n"
                  + "happened: 401 Authorization: wrong token");
    }
  }

  private void sayAsInvited(String network, String text) {
    String all = printed.toString(StandardCharsets.UTF_8);
    Matcher url = Pattern.compile("http://\\S+/sandbox/" + network + "/\\S+").matcher(all);
    assertThat(url.find()).isTrue();
    URI says = URI.create(url.group());
    assertThat(Http.call("POST", says, says.getPath(), text).status()).isEqualTo(200);
  }

  private String squeezed() {
    return printed.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
  }
}
