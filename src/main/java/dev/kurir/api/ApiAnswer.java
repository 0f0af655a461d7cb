package dev.kurir.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of every route of the administration: JSON with the right status, or a problem
 * document (RFC 9457). Nothing of the request comes back but what the answer is about. Thread-safe.
 */
public final class ApiAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(ApiAnswer.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  public ApiAnswer() {}

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
    int status = HttpProblem.status(failure);
    write(
        exchange,
        status,
        "application/problem+json",
        HttpProblem.members(status, HttpProblem.detail(failure, status)));
    if (status == 401) {
      exchange.getMessage().setHeader("WWW-Authenticate", HttpProblem.CHALLENGE);
    }
    if (status == 429) {
      exchange.getMessage().setHeader("Retry-After", "60");
    }
    if (status == 500) {
      LOG.error("{} failed", exchange.getFromRouteId(), failure);
    }
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
