package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.ConversationId;
import dev.kurir.outbox.Draft;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each message of a batch whether the owner or a partner wrote it (a Content-Based
 * Router over data) and has it translated. An owner is made by the pairing code alone. Thread-safe.
 */
final class Translation {
  private static final Logger LOG = LoggerFactory.getLogger(Translation.class);

  private final Letters letters;
  private final Directory directory;
  private final Partners partners;
  private final MasterChat masterChat;
  private final OwnerChat ownerChat;
  private final RuleBook rules;
  private final Consumer<Owner> paired;

  /**
   * @param paired told when an owner has paired: what waited for that can go
   */
  Translation(
      Letters letters,
      Directory directory,
      Partners partners,
      MasterChat masterChat,
      OwnerChat ownerChat,
      RuleBook rules,
      Consumer<Owner> paired) {
    this.letters = letters;
    this.directory = directory;
    this.partners = partners;
    this.masterChat = masterChat;
    this.ownerChat = ownerChat;
    this.rules = rules;
    this.paired = paired;
  }

  /**
   * The batch, or so much of it as is not too much at a time, with what its messages become and who
   * wrote.
   */
  LaneBatch of(LaneBatch taken) throws SQLException {
    Letters.Sorted sorted = letters.sort(taken.messages());
    LaneBatch batch = taken.only(Portion.of(taken.messages(), sorted::drafts));
    Map<InboxMessage, Owner> ownersOf = new LinkedHashMap<>();
    List<InboxMessage> fromPartners = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>(sorted.deliver(batch.messages()));
    for (InboxMessage message : batch.messages()) {
      if (message.owner().isMember()) {
        continue;
      }
      Owner owner = writer(message);
      ownersOf.put(message, owner);
      if (!owner.wrote(message)) {
        fromPartners.add(message);
      }
    }
    Map<InboxMessage, Contact> contacts = partners.of(batch.network(), fromPartners);
    Set<ConversationId> writers = new HashSet<>();
    for (Map.Entry<InboxMessage, Owner> one : ownersOf.entrySet()) {
      InboxMessage message = one.getKey();
      Owner owner = one.getValue();
      Contact partner = contacts.get(message);
      writers.add(
          partner == null
              ? ConversationId.masterOf(owner.id())
              : ConversationId.with(partner.id()));
      try {
        drafts.addAll(
            rules.drafts(owner, partner, message, ruled -> drafts(owner, partner, ruled)));
      } catch (RuntimeException e) {
        LOG.error("message {} can't be mapped; its owner is told", message.id(), e);
        drafts.addAll(
            masterChat.notices(
                owner,
                message,
                "Message " + message.id() + " could not be passed on: Kurir failed on it."));
      }
    }
    return batch.become(drafts, writers);
  }

  private List<Draft> drafts(Owner owner, @Nullable Contact partner, InboxMessage message)
      throws SQLException {
    if (partner != null) {
      return masterChat.drafts(owner, partner, message);
    }
    return owner.isPairedBy(message)
        ? masterChat.notices(owner, message, welcome(owner))
        : ownerChat.drafts(owner, message);
  }

  private Owner writer(InboxMessage message) throws SQLException {
    Owner owner = directory.owner(message.owner());
    if (owner.wrote(message) || !message.control() || Commands.isCommand(message)) {
      return owner;
    }
    Owner now = directory.load(owner.id());
    if (now.paired() || !now.isPairedBy(message)) {
      return now;
    }
    now = directory.pair(now.id(), message.bot(), message.sender());
    if (now.wrote(message)) {
      paired.accept(now);
    }
    return now;
  }

  private String welcome(Owner owner) {
    return "Paired: you are " + owner.username() + ".\n\n" + masterChat.help();
  }
}
