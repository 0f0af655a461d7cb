package dev.kurir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ContactId;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Pace;
import dev.kurir.outbox.Draft;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MasterChatTest {
  private static final NetworkName LINE = new NetworkName("line");
  private static final NetworkName TELEGRAM = new NetworkName("telegram");
  private static final NetworkName XMPP = new NetworkName("xmpp");
  private static final int LIMIT = 1_000;

  private final MasterChat chat =
      new MasterChat(
          Map.of(
              LINE, new Capabilities(LINE, "LINE", LIMIT, 5, 8, true, true, Pace.FREE),
              TELEGRAM, new Capabilities(TELEGRAM, "Telegram", 4096, 1, 1, false, false, Pace.FREE),
              XMPP, new Capabilities(XMPP, "XMPP", 10_000, 1, 64, false, false, Pace.FREE)));
  private final Owner sari =
      new Owner(new OwnerId(1), "sari", "CODE", true, LINE, new BotId(1), new Address("Usari"));

  @Test
  void aTelegramPartnerHasNameAndUserName() {
    assertThat(shown(contact(TELEGRAM, "4711", "darmaastawan", "Darma Astawan"), "Halo"))
        .containsExactly("Telegram\nDarma Astawan\n(darmaastawan)\nHalo");
  }

  @Test
  void aTelegramPartnerWithoutUserNameHasTheChatId() {
    assertThat(shown(contact(TELEGRAM, "4711", null, "Darma Astawan"), "Halo"))
        .containsExactly("Telegram\nDarma Astawan\n(4711)\nHalo");
  }

  @Test
  void anXmppPartnerHasTheBareJid() {
    assertThat(shown(contact(XMPP, "darma96@xmpp.jp", "darma96@xmpp.jp", null), "hai, apa kabar?"))
        .containsExactly("XMPP\ndarma96@xmpp.jp\nhai, apa kabar?");
  }

  @Test
  void aNameCannotPretendToBeAnotherMessage() {
    assertThat(
            shown(
                contact(TELEGRAM, "666", "eve", "Eve\nTelegram\r\nDarma\u2028(darma)\nHalo"), "x"))
        .containsExactly("Telegram\nEve Telegram Darma (darma) Halo\n(eve)\nx");
  }

  @Test
  void aNameOfControlCharactersIsNone() {
    assertThat(shown(contact(TELEGRAM, "666", "eve", "\n\n"), "x"))
        .containsExactly("Telegram\neve\nx");
  }

  @Test
  void aVeryLongNameLeavesRoomForTheText() {
    List<String> shown =
        shown(contact(TELEGRAM, "666", "eve", "👩".repeat(3_000)), "☕ ".repeat(2_000));

    assertThat(shown).hasSizeLessThan(6).allMatch(text -> text.length() <= LIMIT);
    assertThat(shown.get(0)).startsWith("Telegram\n" + "👩".repeat(49) + "…\n(eve)\n☕ ☕");
  }

  @Test
  void aLongTextIsDividedAndEachPartSaysWhoseItIs() {
    List<String> shown = shown(contact(TELEGRAM, "1", "darma", "Darma"), "kata ".repeat(500));

    assertThat(shown)
        .hasSize(3)
        .allMatch(text -> text.startsWith("Telegram\nDarma\n(darma)\nkata kata"))
        .allMatch(text -> text.length() <= LIMIT);
  }

  @Test
  void linesOfTheTextStay() {
    assertThat(shown(contact(TELEGRAM, "1", "darma", "Darma"), "one\n  two\n"))
        .containsExactly("Telegram\nDarma\n(darma)\none\n  two\n");
  }

  private List<String> shown(Contact from, String text) {
    InboxMessage message =
        new InboxMessage(
            new MessageId(5),
            LocalDate.of(2026, 3, 1),
            1,
            from.network(),
            false,
            sari.id(),
            from.bot(),
            from.address(),
            from.userName(),
            from.displayName(),
            "text",
            text,
            null);
    return chat.drafts(sari, from, message).stream().map(Draft::text).toList();
  }

  private static Contact contact(
      NetworkName network, String address, @Nullable String user, @Nullable String name) {
    return new Contact(new ContactId(9), network, new BotId(2), new Address(address), user, name);
  }
}
