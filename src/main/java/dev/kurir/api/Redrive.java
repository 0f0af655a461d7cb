package dev.kurir.api;

import dev.kurir.message.MessageId;
import java.sql.SQLException;

/** Sends a message again that ended dead or uncertain. */
@FunctionalInterface
public interface Redrive {
  /**
   * Writes it to the outbox once more.
   *
   * @return the new message's id
   * @throws dev.kurir.message.InvalidFieldException when it is neither dead nor uncertain, or was
   *     retried already
   * @throws SQLException when the database does not answer
   */
  MessageId redrive(MessageId message) throws SQLException;
}
