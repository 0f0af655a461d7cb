package dev.kurir.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of an inbox or an outbox, of either database.
 *
 * @param incoming whether it is of an inbox
 * @param botId that received it; null for an outgoing one
 * @param contact who sent it, as they are shown; null for an outgoing one
 * @param conversation where an outgoing one goes: a contact's id, or minus an owner's
 * @param number the conversation's count of an outgoing one
 * @param at when it was received, or made
 * @param mapped whether an incoming one is
 */
record StoredMessage(
    long id,
    LocalDate day,
    String network,
    boolean incoming,
    int ownerId,
    @Nullable Integer botId,
    @Nullable String contact,
    long conversation,
    @Nullable Long number,
    @Nullable Long contactId,
    @Nullable Long sourceId,
    @Nullable Long retryOf,
    String kind,
    String text,
    Instant at,
    @Nullable Instant journaledAt,
    @Nullable Instant storedAt,
    @Nullable Instant erasedAt,
    @Nullable Instant archivedAt,
    boolean mapped) {

  static StoredMessage of(ResultSet row) throws SQLException {
    return new StoredMessage(
        row.getLong("id"),
        row.getObject("day", LocalDate.class),
        row.getString("network"),
        row.getString("direction").equals("in"),
        row.getInt("owner_id"),
        row.getObject("bot_id", Integer.class),
        row.getString("contact"),
        row.getLong("conversation"),
        row.getObject("number", Long.class),
        row.getObject("contact_id", Long.class),
        row.getObject("source_id", Long.class),
        row.getObject("retry_of", Long.class),
        row.getString("kind"),
        row.getString("text"),
        row.getTimestamp("received_at").toInstant(),
        instant(row, "journaled_at"),
        instant(row, "stored_at"),
        instant(row, "erased_at"),
        instant(row, "archived_at"),
        row.getBoolean("mapped"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
