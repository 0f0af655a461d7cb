package dev.kurir;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.util.List;
import java.util.stream.IntStream;

/** An owner on LINE and a partner on Telegram who know each other, and what each has read. */
record Circle(Lab lab, Lab.PairedOwner owner, TelegramBot bot, int botId, TelegramUser partner) {
  private static final String GREETING = "hello";

  /** Registers both and has the partner write first. */
  static Circle of(Lab lab, String name) throws Exception {
    Lab.PairedOwner owner = lab.pairedOwner(name);
    TelegramBot bot = lab.telegram.addBot(name + "_bot");
    JsonNode registered = lab.addTelegramBot(name, bot);
    TelegramUser partner = lab.telegram.addUser("partner_of_" + name, "Partner", name);
    partner.says(bot, GREETING);
    TestWait.until(() -> lab.shown(owner).size() == 2, "the first message to " + name);
    return new Circle(lab, owner, bot, registered.get("id").asInt(), partner);
  }

  void partnerSays(String text) {
    partner.says(bot, text);
  }

  void ownerSays(String text) {
    owner.user().says(owner.bot(), "Telegram " + partner.username() + " " + text);
  }

  /** Both write the numbered texts of a stretch, in turns. */
  void converse(int from, int to) {
    for (int i = from; i < to; i++) {
      partnerSays("t" + i);
      ownerSays("o" + i);
    }
  }

  /** What the partner wrote, as the owner has read it, without the greeting. */
  List<String> ownerRead() {
    return ownerRead("Telegram");
  }

  /** What partners of a network wrote, as the owner has read it, without the greeting. */
  List<String> ownerRead(String network) {
    return lab.shown(owner).stream()
        .filter(text -> text.startsWith(network + "\n"))
        .map(text -> text.substring(text.lastIndexOf('\n') + 1))
        .filter(text -> !text.equals(GREETING))
        .toList();
  }

  /** What the owner wrote, as the partner has read it. */
  List<String> partnerRead() {
    return lab.shown(partner);
  }

  /** Whether both have read as many as that. */
  boolean haveRead(int each) {
    return ownerRead().size() >= each && partnerRead().size() >= each;
  }

  static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
