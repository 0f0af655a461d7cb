package dev.kurir.api;

import dev.kurir.api.Answers.Page;
import dev.kurir.archive.Archive;
import dev.kurir.archive.ArchiveException;
import dev.kurir.archive.Erasure;
import dev.kurir.archive.Ledger;
import dev.kurir.archive.Restoration;
import dev.kurir.archive.Search;
import dev.kurir.archive.ToldMessage;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.ConflictException;
import dev.kurir.owner.Owners;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** The operations of the archive, as the routes in {@code routes/api} use them. Thread-safe. */
public final class ArchiveDesk {
  private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2999, 12, 31);

  private final Archive archive;
  private final Search search;
  private final Restoration restoration;
  private final Erasure erasure;
  private final Owners owners;

  ArchiveDesk(
      Archive archive, Search search, Restoration restoration, Erasure erasure, Owners owners) {
    this.erasure = erasure;
    this.archive = archive;
    this.search = search;
    this.restoration = restoration;
    this.owners = owners;
  }

  /** How a sweep ended. */
  record SweepAnswer(String beganAt, String endedAt, long rows, @Nullable String hindrance) {
    static @Nullable SweepAnswer of(Archive.@Nullable Swept swept) {
      return swept == null
          ? null
          : new SweepAnswer(
              swept.beganAt().toString(),
              swept.endedAt().toString(),
              swept.rows(),
              swept.hindrance().orElse(null));
    }
  }

  /** A move in the ledger. */
  record MoveAnswer(
      long id,
      String table,
      String day,
      boolean part,
      long rows,
      long bytes,
      String checksum,
      String beganAt,
      @Nullable String doneAt,
      long tookMs) {
    static MoveAnswer of(Ledger.Entry move) {
      return new MoveAnswer(
          move.id(),
          move.table(),
          move.day().toString(),
          move.part(),
          move.rows(),
          move.bytes(),
          move.checksum().toPlainString(),
          move.beganAt().toString(),
          move.doneAt() == null ? null : move.doneAt().toString(),
          move.took().toMillis());
    }
  }

  /** How the archive stands. */
  record StatusAnswer(
      String state,
      @Nullable String pausedAt,
      @Nullable SweepAnswer lastSweep,
      long moves,
      long rows,
      long bytes,
      List<MoveAnswer> items) {}

  /** How it stands, with the last moves. */
  public StatusAnswer status() throws SQLException {
    Archive.Status status = archive.status();
    return new StatusAnswer(
        status.state(),
        status.pausedAt() == null ? null : status.pausedAt().toString(),
        SweepAnswer.of(status.last()),
        status.totals().moves(),
        status.totals().rows(),
        status.totals().bytes(),
        status.moves().stream().map(MoveAnswer::of).toList());
  }

  /** Begins a sweep. */
  public StatusAnswer run() throws SQLException {
    archive.begin();
    return status();
  }

  /** Lets the archive rest. */
  public StatusAnswer pause() throws SQLException {
    archive.pause(true);
    return status();
  }

  /** Lets it go on. */
  public StatusAnswer resume() throws SQLException {
    archive.pause(false);
    return status();
  }

  /** Finds messages in the passive database. */
  public Page find(
      @Header("owner") @Nullable String username,
      @Header("contact") @Nullable String contact,
      @Header("since") @Nullable String since,
      @Header("until") @Nullable String until,
      @Header("words") @Nullable String words,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit)
      throws SQLException {
    if (username == null) {
      throw new InvalidFieldException("owner", "missing", "an owner's user name");
    }
    Paging paging = Paging.of(after, limit);
    List<ToldMessage> found =
        search.find(
            new Search.Wanted(
                owners.require(username).id().value(),
                contact,
                day("since", since, FIRST),
                day("until", until, LAST),
                words == null || words.isBlank() ? null : words,
                paging.after(),
                paging.rows()));
    return paging.page(
        found.stream().map(MessageListing::message).toList(), Answers.MessageAnswer::id);
  }

  /** What came back. */
  record RestoredAnswer(long messages, List<String> days, String stayUntil) {}

  /** Brings messages back into the active database. */
  public RestoredAnswer restore(@Body byte @Nullable [] body) throws SQLException {
    RequestBody request = RequestBody.read(body, Set.of("owner", "contact", "since", "until"));
    String contact = request.optionalText("contact").orElse(null);
    String since = request.optionalText("since").orElse(null);
    if (contact == null && since == null) {
      throw new InvalidFieldException("since", "missing", "a day, or a contact");
    }
    Restoration.Wanted wanted =
        new Restoration.Wanted(
            owners.require(request.text("owner")).id().value(),
            contact,
            day("since", since, FIRST),
            day("until", request.optionalText("until").orElse(null), LAST));
    try {
      Restoration.Restored restored = restoration.restore(wanted);
      return new RestoredAnswer(
          restored.messages(),
          restored.days().stream().map(LocalDate::toString).toList(),
          restored.stayUntil().toString());
    } catch (ArchiveException e) {
      throw new ConflictException(String.valueOf(e.getMessage()));
    }
  }

  /** What was erased. */
  record ErasedAnswer(long messages, int journalLines, long open, boolean checkpointed) {}

  /** Erases the texts of what was said with a partner. */
  public ErasedAnswer erase(@Body byte @Nullable [] body) throws SQLException, IOException {
    RequestBody request = RequestBody.read(body, Set.of("owner", "contact"));
    int owner = owners.require(request.text("owner")).id().value();
    try {
      Erasure.Erased erased = erasure.erase(owner, request.text("contact"));
      return new ErasedAnswer(erased.messages(), erased.lines(), erased.open(), erased.clean());
    } catch (ArchiveException e) {
      throw new ConflictException(String.valueOf(e.getMessage()));
    }
  }

  private static LocalDate day(String field, @Nullable String written, LocalDate otherwise) {
    if (written == null) {
      return otherwise;
    }
    try {
      return LocalDate.parse(written);
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException(
          field, written.length() > 20 ? "too long" : '"' + written + '"', "a day: 2026-10-31");
    }
  }
}
