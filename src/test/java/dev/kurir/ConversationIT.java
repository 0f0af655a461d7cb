package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.ShownMessage;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's exchange, word for word, and what an owner gets wrong. */
class ConversationIT {
  @TempDir Path directory;

  @Test
  void theOwnerOnLineTalksWithPartnersOnTelegramAndXmpp() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Prosody prosody = Prosody.start(directory.resolve("prosody"), "xmpp.jp", 0)) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      TelegramBot bot = lab.telegram.addBot("sari_bot");
      lab.addTelegramBot("sari", bot);
      lab.addXmppBot("sari", prosody, "sari");
      TelegramUser darma = lab.telegram.addUser("darmaastawan", "Darma", "Astawan");

      darma.says(bot, "Halo");
      TestWait.until(() -> lab.shown(sari).size() == 2, "Halo on LINE");
      assertThat(lab.shown(sari).get(1)).isEqualTo("Telegram\nDarma Astawan\n(darmaastawan)\nHalo");

      try (XmppPartner friend = new XmppPartner(prosody, "darma96")) {
        friend.says("sari@xmpp.jp", "hai, apa kabar?");
        TestWait.until(() -> lab.shown(sari).size() == 3, "hai on LINE");
        assertThat(lab.shown(sari).get(2)).isEqualTo("XMPP\ndarma96@xmpp.jp\nhai, apa kabar?");

        sari.user().says(sari.bot(), "Telegram darmaastawan halo juga");
        sari.user().says(sari.bot(), "Xmpp darma96@xmpp.jp hai, sehat-sehat saja. Kamu?");
        TestWait.until(() -> lab.telegram.messagesTo(darma).size() == 1, "halo juga");
        TestWait.until(() -> friend.received().size() == 1, "hai on XMPP");
        assertThat(lab.telegram.messagesTo(darma).get(0).text()).isEqualTo("halo juga");
        assertThat(friend.received()).containsExactly("hai, sehat-sehat saja. Kamu?");

        ShownMessage halo = lab.line.messagesTo(sari.user()).get(1);
        sari.user().quotes(sari.bot(), halo.id(), "ini jawaban");
        TestWait.until(() -> lab.telegram.messagesTo(darma).size() == 2, "the answer by quoting");
        assertThat(lab.telegram.messagesTo(darma).get(1).text()).isEqualTo("ini jawaban");
      }
      lab.lineJudge.assertNoViolations();
      lab.telegramJudge.assertNoViolations();
    }
  }
}
