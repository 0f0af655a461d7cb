package dev.kurir.cluster;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens a connection that is kept: PostgreSQL ends it, and its locks, some seconds after its last
 * word.
 */
@FunctionalInterface
public interface Connector {
  Connection connect() throws SQLException;
}
