package dev.kurir.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * A conversation: an owner and a partner on one bot, with everything that either wrote. Guarded by
 * its {@link Ledger}.
 */
final class Talk {
  final int number;
  final String network;
  final Owner owner;
  final Person partner;
  final List<Note> toOwner = new ArrayList<>();
  final List<Note> toPartner = new ArrayList<>();
  int shownToOwner;
  int shownToPartner;

  Talk(int number, String network, Owner owner, Person partner) {
    this.number = number;
    this.network = network;
    this.owner = owner;
    this.partner = partner;
  }

  List<Note> notes(Direction direction) {
    return direction == Direction.TO_OWNER ? toOwner : toPartner;
  }

  /** The chat in which a message of this direction belongs. */
  String chat(Direction direction) {
    return direction == Direction.TO_OWNER ? owner.chat() : partner.chat();
  }

  int nextPlace(Direction direction) {
    return direction == Direction.TO_OWNER ? shownToOwner++ : shownToPartner++;
  }
}
