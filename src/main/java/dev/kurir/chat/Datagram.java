package dev.kurir.chat;

import java.net.InetSocketAddress;

/**
 * What came from a server: an answer or a push, as yet believed by nobody.
 *
 * @param id the request's that it answers; empty: none
 * @param word {@code ok}, {@code err}, {@code yes}, {@code msg} …
 * @param text all behind the word
 */
record Datagram(InetSocketAddress from, String id, String word, String text) {
  static Datagram of(InetSocketAddress from, String written) {
    String rest = written.replaceFirst("[\\r\\n]+$", "");
    String id = "";
    if (rest.startsWith("#")) {
      id = first(rest).substring(1);
      rest = behind(rest);
    }
    return new Datagram(from, id, first(rest), behind(rest));
  }

  /** What stands before the first space. */
  static String first(String text) {
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }

  /** What stands behind the first space; empty: nothing. */
  static String behind(String text) {
    int end = text.indexOf(' ');
    return end < 0 ? "" : text.substring(end + 1);
  }

  /** Names it: no text. */
  @Override
  public String toString() {
    return word + " from " + from;
  }
}
