package dev.kurir.mapping;

import dev.kurir.database.Sql;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ContactId;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.outbox.Draft;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Maps stored messages once more, under one set of rules and under another, and tells where these
 * differ. Only reads: nothing is stored, recorded or sent. Commands and pairing codes are left out,
 * as no rule is asked about them. Thread-safe.
 */
public final class Replay {
  private static final int PAGE = 1_000;

  private final DataSource active;
  private final Directory directory;
  private final MasterChat master;
  private final OwnerChat ownerChat;
  private final Map<NetworkName, Capabilities> networks;

  /**
   * @param usualMaster the master network of owners without a master bot
   */
  public Replay(
      DataSource active, Map<NetworkName, Capabilities> networks, NetworkName usualMaster) {
    this.active = active;
    this.networks = networks;
    this.directory = new Directory(active, usualMaster);
    this.master = new MasterChat(networks);
    this.ownerChat = new OwnerChat(directory, (owner, command) -> List.of(), master, networks);
  }

  /**
   * A message of the outbox, as it would be.
   *
   * @param to {@code master}, or the contact's number
   */
  public record Outgoing(String network, String to, String text) {}

  /** A stored message that becomes something else. */
  public record Difference(
      MessageId id, NetworkName network, List<Outgoing> before, List<Outgoing> after) {}

  /** How many messages were mapped, and how many become something else. */
  public record Result(long messages, long different) {}

  private record Stored(InboxMessage message, @Nullable Contact partner) {}

  /** Maps all messages since a time; tells each difference in the order of the messages. */
  public Result run(Instant since, Rules now, Rules then, Consumer<Difference> told)
      throws SQLException {
    RuleBook before = new RuleBook(now, directory, master, networks);
    RuleBook after = new RuleBook(then, directory, master, networks);
    long messages = 0;
    long different = 0;
    long behind = 0;
    while (true) {
      List<Stored> page = page(since, behind);
      for (Stored stored : page) {
        behind = stored.message().id().value();
        Owner owner = directory.owner(stored.message().owner());
        boolean own = owner.wrote(stored.message());
        if ((own && Commands.isCommand(stored.message()))
            || owner.isPairedBy(stored.message())
            || (!own && stored.partner() == null)) {
          continue;
        }
        messages++;
        List<Outgoing> was = outbox(before, owner, own, stored);
        List<Outgoing> is = outbox(after, owner, own, stored);
        if (!was.equals(is)) {
          different++;
          told.accept(new Difference(stored.message().id(), stored.message().network(), was, is));
        }
      }
      if (page.size() < PAGE) {
        return new Result(messages, different);
      }
    }
  }

  private List<Outgoing> outbox(RuleBook rules, Owner owner, boolean own, Stored stored)
      throws SQLException {
    Contact partner = own ? null : stored.partner();
    List<Draft> drafts =
        rules.drafts(
            owner,
            partner,
            stored.message(),
            message ->
                partner == null
                    ? ownerChat.drafts(owner, message)
                    : master.drafts(owner, partner, message));
    return drafts.stream()
        .map(
            draft ->
                new Outgoing(
                    draft.network().value(),
                    draft.conversation().value() < 0
                        ? "master"
                        : Long.toString(draft.conversation().value()),
                    draft.text()))
        .toList();
  }

  private List<Stored> page(Instant since, long behind) throws SQLException {
    OffsetDateTime time = since.atOffset(ZoneOffset.UTC);
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.named("mapping/since"))) {
      statement.setObject(1, time.toLocalDate());
      statement.setObject(2, time);
      statement.setLong(3, behind);
      statement.setInt(4, PAGE);
      List<Stored> page = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          page.add(stored(row));
        }
      }
      return page;
    }
  }

  private static Stored stored(ResultSet row) throws SQLException {
    String quotes = row.getString("quotes");
    InboxMessage message =
        new InboxMessage(
            new MessageId(row.getLong("id")),
            row.getObject("day", LocalDate.class),
            row.getInt("node"),
            new NetworkName(row.getString("network")),
            "control".equals(row.getString("ledger")),
            new OwnerId(row.getInt("owner_id")),
            new BotId(row.getInt("bot_id")),
            new Address(row.getString("sender")),
            row.getString("user_name"),
            row.getString("display_name"),
            row.getString("kind"),
            row.getString("text"),
            quotes == null ? null : new NetworkMessageId(quotes));
    long contact = row.getLong("contact_id");
    return new Stored(
        message,
        contact == 0
            ? null
            : new Contact(
                new ContactId(contact),
                message.network(),
                message.bot(),
                message.sender(),
                row.getString("contact_user"),
                row.getString("contact_name")));
  }
}
