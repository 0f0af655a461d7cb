package dev.kurir.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * The door of the administration: lets in who shows the admin token, and takes away every header
 * but the parameters that the contract defines, so that no request header reaches a route or comes
 * back in an answer. Runs before every route of the group, see {@code api-failure}. Thread-safe.
 */
public final class ApiAccess {
  /** In the path; of several of one name the path's is the last. */
  private static final Set<String> PATH = Set.of("username", "id");

  private static final Set<String> QUERY =
      Set.of("owner", "after", "limit", "format", "contact", "since", "until", "words");

  private final AdminToken token;

  ApiAccess(AdminToken token) {
    this.token = token;
  }

  /** Lets a request in, or refuses it. */
  public void admit(Exchange exchange) {
    Message request = exchange.getMessage();
    Map<String, Object> parameters = new LinkedHashMap<>();
    PATH.forEach(name -> keep(parameters, name, last(request.getHeader(name))));
    QUERY.forEach(name -> keep(parameters, name, once(name, request.getHeader(name))));
    String authorization = authorization(request);
    request.removeHeaders("*");
    if (!token.accepts(authorization)) {
      throw new Refusal(
          401, "Authorization: not accepted (expected: Bearer and the token of admin.token)");
    }
    request.setHeaders(parameters);
  }

  /** From the request itself: Camel would also take it from the query. */
  private static @Nullable String authorization(Message request) {
    return request instanceof HttpMessage http
        ? http.getRequest().getHeader("Authorization")
        : null;
  }

  private static void keep(Map<String, Object> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private static @Nullable Object last(@Nullable Object value) {
    return value instanceof List<?> several ? several.get(several.size() - 1) : value;
  }

  private static @Nullable Object once(String name, @Nullable Object value) {
    if (value instanceof List<?>) {
      throw new Refusal(400, name + ": given several times (expected: once)");
    }
    return value;
  }
}
