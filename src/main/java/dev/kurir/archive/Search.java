package dev.kurir.archive;

import dev.kurir.database.Sql;
import dev.kurir.message.InvalidFieldException;
import java.lang.Character.UnicodeScript;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages in the passive database. Words are looked up as PostgreSQL's full-text search
 * reads them ({@code websearch_to_tsquery}, configuration {@code simple}); in scripts that put no
 * spaces between words, as a part of the text. Thread-safe.
 */
public final class Search {
  private static final Set<UnicodeScript> WITHOUT_SPACES =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private final DataSource active;
  private final Passive passive;
  private final History history;

  public Search(DataSource active, Passive passive, History history) {
    this.active = active;
    this.passive = passive;
    this.history = history;
  }

  /**
   * What is looked for.
   *
   * @param contact a partner's user name or address; null: everybody
   * @param from the first day
   * @param until the last day
   * @param words null: whatever the text
   * @param after only greater ids
   * @param rows at most so many
   */
  public record Wanted(
      int owner,
      @Nullable String contact,
      LocalDate from,
      LocalDate until,
      @Nullable String words,
      long after,
      int rows) {}

  /**
   * The messages in the order of ids.
   *
   * @throws InvalidFieldException when the owner has no such contact
   */
  public List<ToldMessage> find(Wanted wanted) throws SQLException {
    Partners partners =
        wanted.contact == null ? null : Partners.find(active, wanted.owner, wanted.contact);
    String condition =
        wanted.words == null
            ? "true"
            : Sql.named(hasSpaces(wanted.words) ? "archive/with-words" : "archive/with-part");
    try (Connection connection = passive.pool().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(Sql.named("archive/search").replace("$words", condition))) {
      int at = bindPeriod(statement, 1, wanted);
      Array bots = array(connection, "int4", partners, Partners.Partner::bot);
      statement.setArray(at++, bots);
      statement.setArray(at++, bots);
      statement.setArray(at++, array(connection, "text", partners, Partners.Partner::address));
      at = bindWords(statement, at, wanted);
      at = bindPeriod(statement, at, wanted);
      Array ids = array(connection, "int8", partners, Partners.Partner::id);
      statement.setArray(at++, ids);
      statement.setArray(at++, ids);
      at = bindWords(statement, at, wanted);
      statement.setInt(at, wanted.rows);
      return history.told(MessageRows.read(statement, StoredMessage::of));
    }
  }

  private static int bindPeriod(PreparedStatement statement, int at, Wanted wanted)
      throws SQLException {
    statement.setInt(at, wanted.owner);
    statement.setLong(at + 1, wanted.after);
    statement.setObject(at + 2, wanted.from);
    statement.setObject(at + 3, wanted.until);
    return at + 4;
  }

  private static int bindWords(PreparedStatement statement, int at, Wanted wanted)
      throws SQLException {
    int next = at;
    if (wanted.words != null) {
      statement.setString(next++, wanted.words);
    }
    statement.setInt(next++, wanted.rows);
    return next;
  }

  private static @Nullable Array array(
      Connection connection,
      String type,
      @Nullable Partners partners,
      Function<Partners.Partner, Object> of)
      throws SQLException {
    return partners == null ? null : partners.column(connection, type, of);
  }

  private static boolean hasSpaces(String words) {
    return words.codePoints().mapToObj(UnicodeScript::of).noneMatch(WITHOUT_SPACES::contains);
  }
}
