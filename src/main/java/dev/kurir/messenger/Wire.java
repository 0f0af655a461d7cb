package dev.kurir.messenger;

import java.net.InetSocketAddress;

/** Where datagrams leave: the server's own socket. Never blocks; what can't be sent is dropped. */
@FunctionalInterface
public interface Wire {
  void send(InetSocketAddress to, String text);
}
