package dev.kurir.chat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The messages that servers push: each is acknowledged as often as it comes, and shown once. For
 * the loop's thread.
 */
final class Incoming {
  private final Link.Events events;
  private final BiConsumer<InetSocketAddress, String> sender;
  private final Pages userPages = new Pages();
  private long lastShown;

  /**
   * @param sender sends a request in the session to a server
   */
  Incoming(Link.Events events, BiConsumer<InetSocketAddress, String> sender) {
    this.events = events;
    this.sender = sender;
  }

  /** {@code msg number from text}. */
  void message(Datagram datagram) {
    String number = Datagram.first(datagram.text());
    String rest = Datagram.behind(datagram.text());
    if (!number.matches("[0-9]{1,18}") || rest.isEmpty()) {
      return;
    }
    sender.accept(datagram.from(), "/ack " + number);
    if (Long.parseLong(number) > lastShown) {
      lastShown = Long.parseLong(number);
      events.message(lastShown, Datagram.first(rest), Datagram.behind(rest));
    }
  }

  /** {@code users 1/2: names}. */
  void users(Datagram datagram) {
    String whole = userPages.add("users " + datagram.text());
    if (whole != null) {
      String names = Pages.of("users", whole).strip();
      events.users(names.isEmpty() ? List.of() : List.of(names.split("\\s+")));
    }
  }

  /** Another mailbox: its numbers begin anew. */
  void reset() {
    lastShown = 0;
  }
}
