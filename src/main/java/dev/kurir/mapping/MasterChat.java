package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What partners write, as it stands in the owner's master chat: the network, who, and the text.
 * Pure.
 */
final class MasterChat {
  private final Map<NetworkName, Capabilities> networks;

  MasterChat(Map<NetworkName, Capabilities> networks) {
    this.networks = networks;
  }

  /** The messages for the owner; several when the text is long, each with the heading. */
  List<Draft> drafts(Owner owner, Contact from, InboxMessage message) {
    String heading = name(message.network()) + "\n" + from.heading() + "\n";
    int limit = limit(owner.masterNetwork());
    int room = Math.max(limit / 2, limit - heading.length());
    List<Draft> drafts = new ArrayList<>();
    for (String part : TextSplit.atWords(message.text(), room)) {
      drafts.add(
          new Draft(
              owner.masterNetwork(),
              false,
              owner.id(),
              ConversationId.masterOf(owner.id()),
              from.id(),
              message.id(),
              null,
              heading + part));
    }
    return drafts;
  }

  /** Kurir's own words to the owner. */
  List<Draft> notices(Owner owner, InboxMessage about, String text) {
    List<Draft> drafts = new ArrayList<>();
    for (String part : TextSplit.atWords(text, limit(owner.masterNetwork()))) {
      drafts.add(
          new Draft(
              owner.masterNetwork(),
              true,
              owner.id(),
              ConversationId.masterOf(owner.id()),
              null,
              about.id(),
              null,
              part));
    }
    return drafts;
  }

  /** What an owner may write, and the networks that partners may be on. */
  String help() {
    return Commands.HELP
        + "\n\nNetworks: "
        + networks.values().stream()
            .map(Capabilities::displayName)
            .sorted()
            .collect(Collectors.joining(", "));
  }

  /** How owners read a network's name. */
  String name(NetworkName network) {
    Capabilities capabilities = networks.get(network);
    return capabilities == null ? network.value() : capabilities.displayName();
  }

  private int limit(NetworkName network) {
    Capabilities capabilities = networks.get(network);
    return capabilities == null ? 1000 : capabilities.textLimit();
  }
}
