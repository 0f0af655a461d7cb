package dev.kurir.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.database.Sql;
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

/**
 * Who writes to the bots: records a contact on the first message and when a name changes, a batch
 * in one statement. Thread-safe.
 */
final class Partners {
  private static final String[] TYPES = {"int4", "int4", "text", "text", "text"};
  private final DataSource active;
  private final Names names;
  private final Cache<Key, Contact> known = Caffeine.newBuilder().maximumSize(100_000).build();

  private record Key(BotId bot, Address address) {}

  Partners(DataSource active, Names names) {
    this.active = active;
    this.names = names;
  }

  /** The contacts of the senders, recorded where they are new. */
  Map<InboxMessage, Contact> of(NetworkName network, Collection<InboxMessage> messages)
      throws SQLException {
    Map<Key, InboxMessage> unknown = new HashMap<>();
    for (InboxMessage message : messages) {
      Contact contact = known.getIfPresent(key(message));
      if (contact == null || renamed(contact, message)) {
        unknown.put(key(message), message);
      }
    }
    if (!unknown.isEmpty()) {
      record(network, List.copyOf(unknown.values()));
    }
    Map<InboxMessage, Contact> contacts = new HashMap<>();
    for (InboxMessage message : messages) {
      contacts.put(message, Objects.requireNonNull(known.getIfPresent(key(message))));
    }
    return contacts;
  }

  private static Key key(InboxMessage message) {
    return new Key(message.bot(), message.sender());
  }

  private static boolean renamed(Contact contact, InboxMessage message) {
    return (message.userName() != null && !message.userName().equals(contact.userName()))
        || (message.displayName() != null && !message.displayName().equals(contact.displayName()));
  }

  private void record(NetworkName network, List<InboxMessage> senders) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (InboxMessage sender : senders) {
      String name = sender.displayName();
      if (name == null && known.getIfPresent(key(sender)) == null) {
        name = names.displayName(network, sender.bot(), sender.sender()).orElse(null);
      }
      rows.add(
          new @Nullable Object[] {
            sender.owner().value(),
            sender.bot().value(),
            sender.sender().value(),
            sender.userName(),
            name
          });
    }
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("mapping/know-contacts"))) {
      for (int column = 0; column < TYPES.length; column++) {
        @Nullable Object[] values = new Object[rows.size()];
        for (int row = 0; row < values.length; row++) {
          values[row] = rows.get(row)[column];
        }
        statement.setArray(column + 1, connection.createArrayOf(TYPES[column], values));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Contact contact = Directory.contact(result, network);
          known.put(new Key(contact.bot(), contact.address()), contact);
        }
      }
    }
  }
}
