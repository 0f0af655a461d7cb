package dev.kurir.owner;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.OwnerId;

/** Owners, bots and contacts for tests, written straight into the tables. */
public final class People {
  private final TestDatabase database;

  public People(TestDatabase database) {
    this.database = database;
  }

  /** An owner whose pairing code is {@code CODE-<username>}. */
  public OwnerId owner(String username) {
    return new OwnerId(
        (int)
            database.number(
                "INSERT INTO owner (username, pairing_code) VALUES ('%s', 'CODE-%s') RETURNING id"
                    .formatted(username, username)));
  }

  public BotId bot(OwnerId owner, String network, String role) {
    return new BotId(
        (int)
            database.number(
                "INSERT INTO bot (owner_id, network, role, account, credentials, webhook_key) VALUES (%s, '%s', '%s', gen_random_uuid(), '', gen_random_uuid()) RETURNING id"
                    .formatted(owner, network, role)));
  }

  /** Makes the address the owner's master chat. */
  public void pair(OwnerId owner, BotId bot, String address) {
    database.execute(
        "UPDATE owner SET master_bot_id = %s, master_address = '%s', paired_at = now() WHERE id = %s"
            .formatted(bot, address, owner));
  }

  /** Removes a bot as the registration does: an owner paired through it gets a new pairing code. */
  public void remove(BotId bot, String newCode) {
    database.execute("UPDATE bot SET removed_at = now() WHERE id = " + bot);
    database.execute(
        "UPDATE owner SET master_bot_id = NULL, master_address = NULL, paired_at = NULL, pairing_code = '%s' WHERE master_bot_id = %s"
            .formatted(newCode, bot));
  }

  public ContactId contact(OwnerId owner, BotId bot, Address address) {
    return new ContactId(
        database.number(
            "INSERT INTO contact (owner_id, bot_id, address, user_name) VALUES (%s, %s, '%s', '%s') RETURNING id"
                .formatted(owner, bot, address, address)));
  }
}
