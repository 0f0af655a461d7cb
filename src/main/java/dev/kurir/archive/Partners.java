package dev.kurir.archive;

import dev.kurir.database.Sql;
import dev.kurir.message.InvalidFieldException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Partners of an owner that one name or address means: one for each bot that they write to. They
 * are looked up where the masters are.
 */
record Partners(List<Partner> all) {
  private static final int LONGEST_SHOWN = 100;

  /** A partner of one bot. */
  record Partner(long id, int bot, String address) {}

  /**
   * Finds them.
   *
   * @param contact a user name or an address
   * @throws InvalidFieldException when nobody is called so
   */
  static Partners find(DataSource active, int owner, String contact) throws SQLException {
    try (Connection connection = active.getConnection();
        var statement = connection.prepareStatement(Sql.named("archive/contacts"))) {
      statement.setInt(1, owner);
      statement.setString(2, contact);
      statement.setString(3, contact);
      List<Partner> found =
          MessageRows.read(
              statement,
              row ->
                  new Partner(row.getLong("id"), row.getInt("bot_id"), row.getString("address")));
      if (found.isEmpty()) {
        throw new InvalidFieldException(
            "contact",
            contact.length() > LONGEST_SHOWN ? "too long" : '"' + contact + '"',
            "the user name or address of somebody who has written");
      }
      return new Partners(found);
    }
  }

  /** A column of them. */
  Array column(Connection connection, String type, Function<Partner, Object> of)
      throws SQLException {
    return connection.createArrayOf(type, all.stream().map(of).toArray());
  }
}
