package dev.kurir.api;

import dev.kurir.api.Answers.DeadLetter;
import dev.kurir.api.Answers.MessageAnswer;
import dev.kurir.api.Answers.Page;
import dev.kurir.api.Answers.TimelineEntry;
import dev.kurir.api.Answers.TracedMessage;
import dev.kurir.archive.Event;
import dev.kurir.archive.History;
import dev.kurir.archive.ToldMessage;
import dev.kurir.message.MessageId;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** Shows messages, and those that did not reach anybody. Thread-safe. */
public final class MessageListing {
  private final History history;

  MessageListing(History history) {
    this.history = history;
  }

  /** A page of messages, from both databases. */
  public Page messages(
      @Body MessagesAfter wanted,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit)
      throws SQLException {
    return Paging.of(after, limit)
        .page(
            history.page(wanted.owner(), wanted.lane(), wanted.after(), wanted.rows()).stream()
                .map(MessageListing::message)
                .toList(),
            MessageAnswer::id);
  }

  /** A page of dead letters. */
  public Page deadLetters(
      @Body List<Map<String, Object>> rows,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit) {
    return Paging.of(after, limit)
        .page(rows.stream().map(MessageListing::deadLetter).toList(), DeadLetter::id);
  }

  /** One message with its timeline, wherever it is. */
  public TracedMessage traced(@Body MessageId id) throws SQLException {
    History.Traced traced =
        history.trace(id.value()).orElseThrow(() -> Administration.noSuchMessage(id));
    return new TracedMessage(
        message(traced.message()), traced.timeline().stream().map(MessageListing::entry).toList());
  }

  static MessageAnswer message(ToldMessage message) {
    return new MessageAnswer(
        message.id(),
        message.network(),
        message.direction(),
        message.bot(),
        message.contact(),
        message.kind(),
        message.text(),
        message.state(),
        message.number(),
        message.receivedAt().toString());
  }

  private static TimelineEntry entry(Event event) {
    return new TimelineEntry(
        event.at().toString(), event.event(), event.messageId(), event.detail());
  }

  private static DeadLetter deadLetter(Map<String, Object> row) {
    return new DeadLetter(
        number(row, "id"),
        text(row, "network"),
        (Integer) row.get("bot"),
        (String) row.get("contact"),
        text(row, "text"),
        text(row, "state"),
        text(row, "reason"),
        (int) number(row, "attempts"),
        time(row, "settled_at"));
  }

  private static String text(Map<String, Object> row, String column) {
    return String.valueOf(row.get(column));
  }

  private static long number(Map<String, Object> row, String column) {
    return row.get(column) instanceof Number number ? number.longValue() : 0;
  }

  private static String time(Map<String, Object> row, String column) {
    return row.get(column) instanceof Timestamp time ? time.toInstant().toString() : "";
  }
}
