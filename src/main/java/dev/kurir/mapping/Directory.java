package dev.kurir.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kurir.database.Sql;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Owners and their contacts, as the mapping looks them up; what was read stays for some seconds.
 * Thread-safe.
 */
final class Directory {
  private final DataSource active;
  private final NetworkName usualMaster;
  private final Cache<Integer, Owner> owners =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(5)).build();
  private final Cache<Handle, Contact> byHandle =
      Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(Duration.ofSeconds(5)).build();

  private record Handle(OwnerId owner, NetworkName network, String name) {}

  /**
   * @param usualMaster the master network of owners who have no master bot yet
   */
  Directory(DataSource active, NetworkName usualMaster) {
    this.active = active;
    this.usualMaster = usualMaster;
  }

  Owner owner(OwnerId id) throws SQLException {
    Owner known = owners.getIfPresent(id.value());
    return known == null ? load(id) : known;
  }

  /** Reads an owner anew, for when it matters that nobody else has paired meanwhile. */
  Owner load(OwnerId id) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named("mapping/owner"))) {
      statement.setInt(1, id.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        int bot = row.getInt("master_bot_id");
        String address = row.getString("master_address");
        String network = row.getString("master_network");
        Owner owner =
            new Owner(
                id,
                row.getString("username"),
                row.getString("pairing_code"),
                row.getTimestamp("paired_at") != null,
                network == null ? usualMaster : new NetworkName(network),
                bot == 0 ? null : new BotId(bot),
                address == null ? null : new Address(address));
        owners.put(id.value(), owner);
        return owner;
      }
    }
  }

  /** Makes the sender of a message the owner's master, unless the owner is paired already. */
  Owner pair(OwnerId owner, BotId bot, Address sender) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named("mapping/pair"))) {
      statement.setInt(1, bot.value());
      statement.setString(2, sender.value());
      statement.setInt(3, owner.value());
      statement.executeUpdate();
    }
    return load(owner);
  }

  Optional<Contact> find(OwnerId owner, NetworkName network, String name) throws SQLException {
    Handle handle = new Handle(owner, network, name.toLowerCase(java.util.Locale.ROOT));
    Contact known = byHandle.getIfPresent(handle);
    if (known != null) {
      return Optional.of(known);
    }
    try (Connection connection = active.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("mapping/find-contact"))) {
      statement.setInt(1, owner.value());
      statement.setString(2, network.value());
      statement.setString(3, name);
      statement.setString(4, name);
      statement.setString(5, name);
      Optional<Contact> found = contacts(statement).stream().findFirst();
      found.ifPresent(contact -> byHandle.put(handle, contact));
      return found;
    }
  }

  /** An owner's contacts, newest first, at most 200. */
  List<Contact> all(OwnerId owner) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named("mapping/contacts"))) {
      statement.setInt(1, owner.value());
      return contacts(statement);
    }
  }

  Optional<Contact> contact(OwnerId owner, ContactId id) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named("mapping/contact"))) {
      statement.setLong(1, id.value());
      statement.setInt(2, owner.value());
      return contacts(statement).stream().findFirst();
    }
  }

  /** The partner behind a message in the master chat, by the network's id of that message. */
  Optional<Contact> quoted(OwnerId owner, BotId bot, NetworkMessageId quoted) throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named("mapping/quoted"))) {
      statement.setInt(1, bot.value());
      statement.setString(2, quoted.value());
      statement.setInt(3, owner.value());
      try (ResultSet row = statement.executeQuery()) {
        long contact = row.next() ? row.getLong(1) : 0;
        return contact == 0 ? Optional.empty() : contact(owner, new ContactId(contact));
      }
    }
  }

  private static List<Contact> contacts(PreparedStatement statement) throws SQLException {
    List<Contact> contacts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        contacts.add(contact(rows, new NetworkName(rows.getString("network"))));
      }
    }
    return contacts;
  }

  static Contact contact(ResultSet row, NetworkName network) throws SQLException {
    @Nullable String user = row.getString("user_name");
    return new Contact(
        new ContactId(row.getLong("id")),
        network,
        new BotId(row.getInt("bot_id")),
        new Address(row.getString("address")),
        user,
        row.getString("display_name"));
  }
}
