package dev.kurir.api;

import dev.kurir.inbox.Rebuilding;
import dev.kurir.journal.Position;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/** The operations of the journal, as the routes in {@code routes/api} use them. Thread-safe. */
public final class JournalDesk {
  private static final Pattern POSITION = Pattern.compile("(\\d{1,12}):(\\d{1,15})");

  private final Rebuilding rebuilding;

  JournalDesk(Rebuilding rebuilding) {
    this.rebuilding = rebuilding;
  }

  /** What a replay did; where it goes on, null when it is at the end. */
  record ReplayAnswer(long read, long stored, long known, long left, @Nullable String next) {}

  /** Stores what the journal has and no database does; some seconds of that. */
  public ReplayAnswer replay(@Body byte @Nullable [] body) throws SQLException, IOException {
    RequestBody request = RequestBody.read(body, Set.of("since", "from"));
    Instant since = request.optionalText("since").map(JournalDesk::time).orElse(Instant.EPOCH);
    Position from = request.optionalText("from").map(JournalDesk::position).orElse(null);
    Rebuilding.Rebuilt rebuilt = rebuilding.rebuild(since, from);
    Position next = rebuilt.next();
    return new ReplayAnswer(
        rebuilt.read(),
        rebuilt.stored(),
        rebuilt.known(),
        rebuilt.left(),
        next == null ? null : next.toString());
  }

  private static Instant time(String written) {
    try {
      return Instant.parse(written);
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException("since", shown(written), "a time: 2026-10-31T08:00:00Z");
    }
  }

  private static Position position(String written) {
    Matcher position = POSITION.matcher(written);
    if (!position.matches()) {
      throw new InvalidFieldException("from", shown(written), "what the last answer called next");
    }
    return new Position(Long.parseLong(position.group(1)), Long.parseLong(position.group(2)));
  }

  private static String shown(String written) {
    return written.length() > 40 ? "too long" : '"' + written + '"';
  }
}
