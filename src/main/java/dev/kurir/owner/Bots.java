package dev.kurir.owner;

import dev.kurir.database.Sql;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The bots in the active database, their credentials sealed. An account of a network belongs to one
 * living bot; the rows of removed ones stay, because messages name them. Thread-safe.
 */
public final class Bots {
  private final Jdbi jdbi;
  private final Vault vault;

  public Bots(DataSource active, Vault vault) {
    this.jdbi = Jdbi.create(active);
    this.vault = vault;
  }

  /** How many credentials are stored: what {@link Vault#open} asks. */
  public static long count(DataSource active) {
    return Jdbi.create(active)
        .withHandle(
            handle -> handle.createQuery(Sql.named("owner/count-bots")).mapTo(Long.class).one());
  }

  /**
   * Stores a bot and gives it its id and webhook key.
   *
   * @throws ConflictException when a living bot has the account
   */
  Bot add(OwnerId owner, NetworkName network, Role role, String account, Credentials credentials) {
    String webhookKey = Codes.webhookKey();
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("owner/add-bot"))
                .bind("owner_id", owner.value())
                .bind("network", network.value())
                .bind("role", role.name().toLowerCase(Locale.ROOT))
                .bind("account", account)
                .bind("credentials", vault.seal(network, account, credentials))
                .bind("webhook_key", webhookKey)
                .mapTo(Integer.class)
                .findOne()
                .map(
                    id ->
                        new Bot(
                            new BotId(id), owner, network, role, account, credentials, webhookKey))
                .orElseThrow(() -> taken(handle, network, account)));
  }

  private static ConflictException taken(Handle handle, NetworkName network, String account) {
    String holder =
        handle
            .createQuery(Sql.named("owner/find-account"))
            .bind("network", network.value())
            .bind("account", account)
            .map((row, context) -> row.getInt("id") + " of " + row.getString("username"))
            .findOne()
            .orElse("that was just removed");
    return new ConflictException(
        "account: %s %s is already registered as bot %s (expected: an account that no bot has; remove that bot first)"
            .formatted(network, account, holder));
  }

  /** An owner's living bots. */
  public List<RegisteredBot> list(OwnerId owner) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("owner/list-bots"))
                .bind("owner_id", owner.value())
                .map(Bots::registered)
                .list());
  }

  /**
   * Every living bot with its credentials, to be opened when Kurir starts.
   *
   * @throws dev.kurir.message.InvalidFieldException when the vault's key does not open them
   */
  public List<Bot> living() {
    return jdbi.withHandle(
        handle -> handle.createQuery(Sql.named("owner/living-bots")).map(this::bot).list());
  }

  /** An owner's living bot with its credentials. */
  Optional<Bot> find(OwnerId owner, BotId id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("owner/find-bot"))
                .bind("id", id.value())
                .bind("owner_id", owner.value())
                .map(this::bot)
                .findOne());
  }

  /** Marks a bot as removed and forgets its credentials; an owner paired through it is unpaired. */
  void remove(BotId id) {
    jdbi.useTransaction(
        handle -> {
          handle.createUpdate(Sql.named("owner/remove-bot")).bind("id", id.value()).execute();
          handle
              .createUpdate(Sql.named("owner/unpair-owner"))
              .bind("bot_id", id.value())
              .bind("pairing_code", Codes.pairingCode())
              .execute();
        });
  }

  private Bot bot(ResultSet row, StatementContext context) throws SQLException {
    NetworkName network = new NetworkName(row.getString("network"));
    String account = row.getString("account");
    return new Bot(
        new BotId(row.getInt("id")),
        new OwnerId(row.getInt("owner_id")),
        network,
        role(row),
        account,
        vault.unseal(network, account, row.getBytes("credentials")),
        row.getString("webhook_key"));
  }

  private static RegisteredBot registered(ResultSet row, StatementContext context)
      throws SQLException {
    NetworkName network = new NetworkName(row.getString("network"));
    return new RegisteredBot(
        new BotId(row.getInt("id")),
        network,
        role(row),
        row.getString("account"),
        "/webhook/" + network + "/" + row.getString("webhook_key"),
        row.getTimestamp("created_at").toInstant());
  }

  private static Role role(ResultSet row) throws SQLException {
    return Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
  }
}
