package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.mapping.Rules.Matter;
import dev.kurir.mapping.Rules.Point;
import dev.kurir.mapping.Rules.Ruling;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Draft;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps a message under the rules: asks them before, has it mapped, asks them about what it became.
 * Commands and pairing codes are no rule's business. Thread-safe.
 */
final class RuleBook {
  private final Rules rules;
  private final Directory directory;
  private final MasterChat master;
  private final Map<NetworkName, Capabilities> networks;

  /** What a message becomes without rules. */
  @FunctionalInterface
  interface Mapping {
    List<Draft> of(InboxMessage message) throws SQLException;
  }

  RuleBook(
      Rules rules,
      Directory directory,
      MasterChat master,
      Map<NetworkName, Capabilities> networks) {
    this.rules = rules;
    this.directory = directory;
    this.master = master;
    this.networks = networks;
  }

  /**
   * What a message becomes.
   *
   * @param partner who wrote it; null: the owner
   */
  List<Draft> drafts(Owner owner, @Nullable Contact partner, InboxMessage message, Mapping mapping)
      throws SQLException {
    boolean command = partner == null && (owner.isPairedBy(message) || Commands.isCommand(message));
    if (command || !(rules.any(Point.BEFORE_MAPPING) || rules.any(Point.AFTER_MAPPING))) {
      return mapping.of(message);
    }
    Matter matter =
        new Matter(
            message.network(),
            owner.username(),
            partner == null,
            message.id(),
            partner == null ? owner.username() : partner.handle(),
            message.kind(),
            message.text());
    Ruling before =
        rules.any(Point.BEFORE_MAPPING)
            ? rules.ask(Point.BEFORE_MAPPING, matter)
            : Ruling.unchanged(message.text());
    List<Draft> drafts = new ArrayList<>();
    if (!before.dropped()) {
      for (Draft draft : mapping.of(message.with(before.text()))) {
        after(owner, partner, message, matter, draft, drafts);
      }
    }
    further(owner, partner, message, before, drafts);
    return drafts;
  }

  private void after(
      Owner owner,
      @Nullable Contact partner,
      InboxMessage message,
      Matter matter,
      Draft draft,
      List<Draft> drafts)
      throws SQLException {
    if (draft.control() || !rules.any(Point.AFTER_MAPPING)) {
      drafts.add(draft);
      return;
    }
    Matter outgoing =
        new Matter(
            draft.network(),
            matter.owner(),
            matter.ownerWrote(),
            matter.id(),
            matter.who(),
            matter.kind(),
            draft.text());
    Ruling after = rules.ask(Point.AFTER_MAPPING, outgoing);
    if (!after.dropped()) {
      for (String part : TextSplit.atWords(after.text(), limit(draft.network()))) {
        drafts.add(draft.with(part));
      }
    }
    further(owner, partner, message, after, drafts);
  }

  private void further(
      Owner owner,
      @Nullable Contact partner,
      InboxMessage message,
      Ruling ruling,
      List<Draft> drafts)
      throws SQLException {
    for (String answer : ruling.answers()) {
      if (partner == null) {
        drafts.addAll(master.notices(owner, message, answer));
      } else {
        add(owner, partner, message, answer, drafts);
      }
    }
    for (String copy : ruling.copies()) {
      Optional<Contact> to = contact(owner, copy);
      if (to.isPresent()) {
        add(owner, to.get(), message, ruling.text(), drafts);
      } else {
        drafts.addAll(
            master.notices(
                owner,
                message,
                "A rule copies to \"" + copy + "\", which is none of your contacts."));
      }
    }
  }

  private Optional<Contact> contact(Owner owner, String copy) throws SQLException {
    String[] words = copy.strip().split("\\s+", 2);
    if (words.length < 2) {
      return Optional.empty();
    }
    try {
      return directory.find(owner.id(), NetworkName.of(words[0]), words[1]);
    } catch (InvalidFieldException e) {
      return Optional.empty();
    }
  }

  private void add(Owner owner, Contact to, InboxMessage message, String text, List<Draft> drafts) {
    for (String part : TextSplit.atWords(text, limit(to.network()))) {
      drafts.add(
          new Draft(
              to.network(),
              false,
              owner.id(),
              ConversationId.with(to.id()),
              to.id(),
              message.id(),
              null,
              part));
    }
  }

  private int limit(NetworkName network) {
    Capabilities capabilities = networks.get(network);
    return capabilities == null ? Integer.MAX_VALUE : capabilities.textLimit();
  }
}
