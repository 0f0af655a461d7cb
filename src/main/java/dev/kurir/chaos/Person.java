package dev.kurir.chaos;

/** A partner with their messenger: what the sender needs of them. Thread-safe. */
interface Person {
  /** By which network and name the owner addresses them: {@code Telegram p7}. */
  String address();

  /** Whose chat shows what they are sent; a chat id or a bare JID. */
  String chat();

  /** Whether they can write now; an XMPP client without its server can't. */
  boolean online();

  /** Writes to the bot. */
  void says(String text) throws java.io.IOException;
}
