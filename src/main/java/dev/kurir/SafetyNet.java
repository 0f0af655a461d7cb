package dev.kurir;

import dev.kurir.mapping.MappingEngine;
import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Outbox;
import java.util.Set;

/**
 * What the tick does: wakes every route of the bridge, and every few ticks has them look into all
 * lanes, for what no signal told of: another node's rows, what a crash left, what is due.
 */
public final class SafetyNet {
  private static final int LOOK_EVERY = 8;

  private final Set<NetworkName> networks;
  private final MappingEngine mapping;
  private final Outbox outbox;
  private final Signals signals;
  private int ticks;

  SafetyNet(Set<NetworkName> networks, MappingEngine mapping, Outbox outbox, Signals signals) {
    this.networks = networks;
    this.mapping = mapping;
    this.outbox = outbox;
    this.signals = signals;
  }

  /** One tick. */
  public synchronized void tick() {
    if (++ticks % LOOK_EVERY == 0) {
      for (NetworkName network : networks) {
        mapping.lookEverywhere(network.value());
        outbox.lookEverywhere(network.value());
      }
    }
    signals.everything(networks);
  }
}
