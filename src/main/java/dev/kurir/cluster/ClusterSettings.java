package dev.kurir.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How a node meets the others.
 *
 * @param peers some of them; empty: they find each other through the database
 * @param bind where they reach this node, by TCP
 */
public record ClusterSettings(List<InetSocketAddress> peers, InetSocketAddress bind) {
  public ClusterSettings {
    peers = List.copyOf(peers);
  }
}
