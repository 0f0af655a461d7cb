package dev.kurir.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.community.RefusedException;
import dev.kurir.community.RefusedException.Why;
import dev.kurir.database.DatabaseException;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.BotRefusedException;
import dev.kurir.owner.ConflictException;
import dev.kurir.owner.NotFoundException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Problem documents (RFC 9457): which status and which words belong to a failure. Thread-safe. */
public final class HttpProblem {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Why, Integer> STATUS =
      Map.of(
          Why.UNKNOWN_CALLER, 401,
          Why.FORBIDDEN, 403,
          Why.NOT_FOUND, 404,
          Why.CONFLICT, 409,
          Why.TOO_MANY, 429,
          Why.NOT_STORED, 503);

  static final String CHALLENGE = "Bearer realm=\"kurir\"";

  private HttpProblem() {}

  /** The members of a problem document in their order. */
  static Map<String, Object> members(int status, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
    problem.put("status", status);
    problem.put("detail", detail);
    return problem;
  }

  /** The status that belongs to a failure. */
  public static int status(@Nullable Throwable thrown) {
    Throwable failure = cause(thrown);
    if (failure instanceof Refusal refusal) {
      return refusal.status();
    }
    if (failure instanceof RefusedException refused) {
      return STATUS.getOrDefault(refused.why(), 500);
    }
    if (failure instanceof InvalidFieldException) {
      return 400;
    }
    if (failure instanceof NotFoundException) {
      return 404;
    }
    if (failure instanceof ConflictException) {
      return 409;
    }
    if (failure instanceof BotRefusedException) {
      return 422;
    }
    return databaseIsAway(failure) ? 503 : 500;
  }

  /** What a stage that was asked wraps its failure in says nothing. */
  private static @Nullable Throwable cause(@Nullable Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private static boolean databaseIsAway(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean connection =
          cause instanceof SQLException sql
              && sql.getSQLState() != null
              && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"));
      if (connection
          || cause instanceof SQLTransientException
          || cause instanceof SQLNonTransientConnectionException
          || cause instanceof DatabaseException) {
        return true;
      }
    }
    return false;
  }

  /** What is said about it: of what is not the caller's doing, nothing. */
  public static String detail(@Nullable Throwable thrown, int status) {
    Throwable failure = cause(thrown);
    if (status == 503 && !(failure instanceof RefusedException)) {
      return "database: does not answer (expected: a PostgreSQL that answers; try again later)";
    }
    return status == 500 || failure == null
        ? "the request failed in Kurir; its log says why"
        : String.valueOf(failure.getMessage());
  }

  /** Answers with one, where no route does. */
  public static void answer(RoutingContext http, int status, String detail) {
    if (http.response().ended()) {
      return;
    }
    if (status == 401) {
      http.response().putHeader("WWW-Authenticate", CHALLENGE);
    }
    http.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(json(status, detail));
  }

  private static String json(int status, String detail) {
    try {
      return JSON.writeValueAsString(members(status, detail));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
