package dev.kurir.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.database.DatabaseException;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.BotRefusedException;
import dev.kurir.owner.ConflictException;
import dev.kurir.owner.NotFoundException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of every route of the administration: JSON with the right status, or a problem
 * document (RFC 9457). Nothing of the request comes back but what the answer is about. Thread-safe.
 */
public final class ApiAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(ApiAnswer.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  ApiAnswer() {}

  /** 200 with the body as JSON. */
  public void ok(Exchange exchange) throws JsonProcessingException {
    write(exchange, 200, "application/json", exchange.getMessage().getBody());
  }

  /** 200 with a drawing as it is, or with the body as JSON. */
  public void drawn(Exchange exchange) throws JsonProcessingException {
    if (!(exchange.getMessage().getBody() instanceof Drawing drawing)) {
      ok(exchange);
      return;
    }
    write(exchange, 200, drawing.type(), drawing.text().getBytes(StandardCharsets.UTF_8));
    exchange
        .getMessage()
        .setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  /** 201 with the body as JSON. */
  public void created(Exchange exchange) throws JsonProcessingException {
    write(exchange, 201, "application/json", exchange.getMessage().getBody());
  }

  /** 204. */
  public void done(Exchange exchange) {
    clear(exchange, 204).setBody(null);
  }

  /** What went wrong, as a problem document. */
  public void problem(Exchange exchange) throws JsonProcessingException {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    int status = status(failure);
    write(exchange, status, "application/problem+json", problem(status, detail(failure, status)));
    if (status == 401) {
      exchange.getMessage().setHeader("WWW-Authenticate", "Bearer realm=\"kurir\"");
    }
    if (status == 500) {
      LOG.error("administration: {} failed", exchange.getFromRouteId(), failure);
    }
  }

  /** The members of a problem document in their order. */
  static Map<String, Object> problem(int status, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
    problem.put("status", status);
    problem.put("detail", detail);
    return problem;
  }

  private static int status(@Nullable Exception failure) {
    if (failure instanceof Refusal refusal) {
      return refusal.status();
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

  private static String detail(@Nullable Exception failure, int status) {
    if (status == 503) {
      return "database: does not answer (expected: a PostgreSQL that answers; try again later)";
    }
    return status == 500 || failure == null
        ? "the request failed in Kurir; its log says why"
        : String.valueOf(failure.getMessage());
  }

  private static void write(Exchange exchange, int status, String type, Object body)
      throws JsonProcessingException {
    write(exchange, status, type, JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Exchange exchange, int status, String type, byte[] body) {
    Message message = clear(exchange, status);
    message.setHeader(Exchange.CONTENT_TYPE, type);
    message.setHeader("Cache-Control", "no-store");
    message.setBody(body);
  }

  private static Message clear(Exchange exchange, int status) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    return message;
  }
}
