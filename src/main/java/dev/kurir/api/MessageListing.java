package dev.kurir.api;

import dev.kurir.api.Answers.DeadLetter;
import dev.kurir.api.Answers.MessageAnswer;
import dev.kurir.api.Answers.Page;
import dev.kurir.api.Answers.TimelineEntry;
import dev.kurir.api.Answers.TracedMessage;
import dev.kurir.message.MessageId;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** Makes answers of the rows that the statements in {@code sql/queries/api} return. Thread-safe. */
public final class MessageListing {
  /** A page of messages. */
  public Page messages(
      @Body List<Map<String, Object>> rows,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit) {
    return Paging.of(after, limit)
        .page(rows.stream().map(MessageListing::message).toList(), MessageAnswer::id);
  }

  /** A page of dead letters. */
  public Page deadLetters(
      @Body List<Map<String, Object>> rows,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit) {
    return Paging.of(after, limit)
        .page(rows.stream().map(MessageListing::deadLetter).toList(), DeadLetter::id);
  }

  /** One message with its timeline. */
  public TracedMessage traced(
      @Variable("message") List<Map<String, Object>> found,
      @Header("id") String id,
      @Body List<Map<String, Object>> events) {
    if (found.isEmpty()) {
      throw Administration.noSuchMessage(new MessageId(Long.parseLong(id)));
    }
    return new TracedMessage(
        message(found.get(0)), events.stream().map(MessageListing::entry).toList());
  }

  private static MessageAnswer message(Map<String, Object> row) {
    return new MessageAnswer(
        number(row, "id"),
        text(row, "network"),
        text(row, "direction"),
        (Integer) row.get("bot"),
        (String) row.get("contact"),
        text(row, "kind"),
        text(row, "text"),
        text(row, "state"),
        (Long) row.get("number"),
        time(row, "received_at"));
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

  private static TimelineEntry entry(Map<String, Object> row) {
    return new TimelineEntry(
        time(row, "at"), text(row, "event"), number(row, "message_id"), detail(row));
  }

  private static @Nullable String detail(Map<String, Object> row) {
    StringBuilder detail = new StringBuilder();
    if (row.get("related_id") != null) {
      append(detail, text(row, "relation") + " " + row.get("related_id"));
    }
    if (row.get("attempt") != null) {
      append(detail, "attempt " + row.get("attempt"));
    }
    if (row.get("reason") != null) {
      append(detail, text(row, "reason"));
    }
    if (row.get("retry_at") != null) {
      append(detail, "next attempt at " + time(row, "retry_at"));
    }
    return detail.isEmpty() ? null : detail.toString();
  }

  private static void append(StringBuilder detail, String part) {
    detail.append(detail.isEmpty() ? "" : "; ").append(part);
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
