package dev.kurir.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who writes to the bots: records a contact on the first message and when a name changes, a batch
 * in one statement. Thread-safe.
 */
final class Partners {
  private static final int REMEMBERED = 100_000;
  private static final Logger LOG = LoggerFactory.getLogger(Partners.class);

  private final DataSource active;
  private final Names names;
  private final Cache<Key, Contact> known;

  private record Key(BotId bot, Address address) {}

  Partners(DataSource active, Names names) {
    this(active, names, REMEMBERED);
  }

  Partners(DataSource active, Names names, int remembered) {
    this.active = active;
    this.names = names;
    this.known = Caffeine.newBuilder().maximumSize(remembered).build();
  }

  /** The contacts of the senders, recorded where they are new. */
  Map<InboxMessage, Contact> of(NetworkName network, Collection<InboxMessage> messages)
      throws SQLException {
    Map<Key, Contact> contacts = new HashMap<>();
    Map<Key, InboxMessage> unknown = new HashMap<>();
    for (InboxMessage message : messages) {
      Contact contact = known.getIfPresent(key(message));
      if (contact == null || renamed(contact, message)) {
        unknown.put(key(message), message);
      } else {
        contacts.put(key(message), contact);
      }
    }
    if (!unknown.isEmpty()) {
      for (Contact contact : record(network, List.copyOf(unknown.values()))) {
        Key key = new Key(contact.bot(), contact.address());
        contacts.put(key, contact);
        known.put(key, contact);
      }
    }
    Map<InboxMessage, Contact> senders = new HashMap<>();
    for (InboxMessage message : messages) {
      senders.put(message, Objects.requireNonNull(contacts.get(key(message))));
    }
    return senders;
  }

  private static Key key(InboxMessage message) {
    return new Key(message.bot(), message.sender());
  }

  private static boolean renamed(Contact contact, InboxMessage message) {
    return (message.userName() != null && !message.userName().equals(contact.userName()))
        || (message.displayName() != null && !message.displayName().equals(contact.displayName()));
  }

  private List<Contact> record(NetworkName network, List<InboxMessage> senders)
      throws SQLException {
    Map<InboxMessage, @Nullable String> namesOf = new HashMap<>();
    for (InboxMessage sender : senders) {
      String name = sender.displayName();
      if (name == null && known.getIfPresent(key(sender)) == null) {
        name = ask(network, sender);
      }
      namesOf.put(sender, name);
    }
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("mapping/know-contacts"))) {
      Columns.bind(statement, 1, senders)
          .add("int4", sender -> sender.owner().value())
          .add("int4", sender -> sender.bot().value())
          .add("text", sender -> sender.sender().value())
          .add("text", InboxMessage::userName)
          .add("text", namesOf::get);
      try (ResultSet result = statement.executeQuery()) {
        List<Contact> recorded = new ArrayList<>();
        while (result.next()) {
          recorded.add(Directory.contact(result, network));
        }
        return recorded;
      }
    }
  }

  /** The name that the network knows; a network that fails must not hold the message. */
  private @Nullable String ask(NetworkName network, InboxMessage sender) {
    try {
      return names
          .displayName(network, sender.bot(), sender.sender())
          .map(name -> name.replace('\0', '\uFFFD'))
          .orElse(null);
    } catch (RuntimeException e) {
      LOG.warn("{}: no name for the sender of message {}: {}", network, sender.id(), e.toString());
      return null;
    }
  }
}
