package dev.kurir.api.community;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kurir.api.ApiAnswer;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The last step of every route of the messaging platform: JSON with the right status. What is asked
 * for has an ETag (RFC 9110 section 8.8.3), so that a client that polls gets 304 while nothing has
 * changed. Thread-safe.
 */
public final class CommunityAnswer {
  private final ApiAnswer answer;

  public CommunityAnswer(ApiAnswer answer) {
    this.answer = answer;
  }

  /** 200 with the body as JSON, or 304. */
  public void ok(Exchange exchange) throws JsonProcessingException {
    Object known = exchange.getMessage().getHeader(CommunityAccess.IF_NONE_MATCH);
    answer.ok(exchange);
    Message message = exchange.getMessage();
    byte[] body = message.getBody(byte[].class);
    String tag = '"' + UUID.nameUUIDFromBytes(body).toString() + '"';
    message.setHeader("ETag", tag);
    message.setHeader("Cache-Control", "private, no-cache");
    if (known != null && matches(known.toString(), tag)) {
      message.setHeader(Exchange.HTTP_RESPONSE_CODE, 304);
      message.removeHeader(Exchange.CONTENT_TYPE);
      message.setBody(null);
    }
  }

  private static boolean matches(String known, String tag) {
    for (String one : known.split(",")) {
      String stripped = one.strip();
      if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  /** 201 with the body as JSON. */
  public void created(Exchange exchange) throws JsonProcessingException {
    answer.created(exchange);
  }

  /** 204. */
  public void done(Exchange exchange) {
    answer.done(exchange);
  }
}
