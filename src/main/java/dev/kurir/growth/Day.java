package dev.kurir.growth;

/**
 * The shape of a day: every owner and each of their partners write to each other. Partners are by
 * turns on Telegram and on XMPP, so the odd one is on Telegram.
 *
 * @param owners how many, at least 1
 * @param partners how many an owner has, at least 1
 * @param messages how many a partner writes, and how many the owner answers each, at least 1
 */
public record Day(int owners, int partners, int messages) {

  /** How many of an owner's partners are on Telegram. */
  int onTelegram() {
    return partners - onXmpp();
  }

  /** How many of an owner's partners are on XMPP. */
  int onXmpp() {
    return partners / 2;
  }

  /** Messages that come from Telegram; as many go there. */
  long telegram() {
    return (long) owners * onTelegram() * messages;
  }

  /** Messages that come from XMPP; as many go there. */
  long xmpp() {
    return (long) owners * onXmpp() * messages;
  }
}
