package dev.kurir.network.irc;

/**
 * What somebody said to a session.
 *
 * @param target the session's nick, or a channel
 */
record IrcHeard(String nick, String user, String host, String target, String text) {
  /** Where an answer goes: the channel, or whoever said it. */
  String replyTo() {
    return isChannel(target) ? target : nick;
  }

  /** RFC 2812, 1.3. */
  static boolean isChannel(String name) {
    return !name.isEmpty() && "#&+!".indexOf(name.charAt(0)) >= 0;
  }
}
