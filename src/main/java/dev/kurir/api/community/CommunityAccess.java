package dev.kurir.api.community;

import dev.kurir.community.Logins;
import dev.kurir.community.Logins.Caller;
import dev.kurir.community.RefusedException;
import dev.kurir.message.InvalidFieldException;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * The door of the messaging platform: finds out who asks, counts how often, and makes a {@link
 * MemberRequest} of the request. Nothing else of it reaches a route but {@code If-None-Match}. Runs
 * before every route of the group, see {@code community-failure}. Thread-safe.
 */
public final class CommunityAccess {
  static final String IF_NONE_MATCH = "If-None-Match";

  private static final Set<String> OPEN = Set.of("register-user", "log-in", "refresh-login");

  /** In the path; of several of one name the path's is the last. */
  private static final Set<String> PATH = Set.of("user", "circle", "login", "number", "id");

  private static final Set<String> QUERY =
      Set.of("search", "after", "before", "limit", "box", "friend", "group");

  private static final String BEARER = "Bearer ";

  private final Logins logins;
  private final Limits people;
  private final Limits strangers;

  /**
   * @param perPerson how much somebody may ask in a minute
   * @param perAddress how much an address may ask in a minute without being logged in
   */
  public CommunityAccess(Logins logins, int perPerson, int perAddress) {
    this.logins = logins;
    this.people = new Limits(perPerson, "requests of an account");
    this.strangers = new Limits(perAddress, "requests of an address that is not logged in");
  }

  /** Lets a request in, or refuses it. */
  public void admit(Exchange exchange) {
    Message message = exchange.getMessage();
    HttpServerRequest http = ((HttpMessage) message).getRequest();
    Map<String, String> parameters = new HashMap<>();
    PATH.forEach(name -> keep(parameters, name, last(message.getHeader(name))));
    QUERY.forEach(name -> keep(parameters, name, once(name, http.params().getAll(name))));
    String known = http.getHeader(IF_NONE_MATCH);
    InetAddress from = address(http);
    boolean isOpen = OPEN.contains(String.valueOf(ExchangeHelper.getRouteId(exchange)));
    Caller caller = isOpen ? null : caller(http.getHeader("Authorization"));
    if (isOpen) {
      strangers.count(from);
    } else if (caller != null) {
      people.count(caller.person().id());
    } else {
      throw unknown("missing");
    }
    message.removeHeaders("*");
    if (known != null) {
      message.setHeader(IF_NONE_MATCH, known);
    }
    message.setBody(
        new MemberRequest(caller, Map.copyOf(parameters), message.getBody(byte[].class), from));
  }

  /**
   * Who shows an access token.
   *
   * @param authorization the header; null: there is none
   * @return null when none is shown
   * @throws RefusedException when it is not valid (any more)
   */
  @Nullable Caller caller(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw unknown("of another scheme");
    }
    return logins
        .caller(authorization.substring(BEARER.length()).strip())
        .orElseThrow(() -> unknown("not accepted"));
  }

  static RefusedException unknown(String what) {
    return new RefusedException(
        RefusedException.Why.UNKNOWN_CALLER,
        "Authorization: " + what + " (expected: Bearer and an access token that has not ended)");
  }

  static InetAddress address(HttpServerRequest http) {
    return NetUtil.createInetAddressFromIpAddressString(http.remoteAddress().hostAddress());
  }

  private static void keep(Map<String, String> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value.toString());
    }
  }

  private static @Nullable Object last(@Nullable Object value) {
    return value instanceof List<?> several ? several.get(several.size() - 1) : value;
  }

  private static @Nullable Object once(String name, List<String> values) {
    if (values.size() > 1) {
      throw new InvalidFieldException(name, "given several times", "once");
    }
    return values.isEmpty() ? null : values.get(0);
  }
}
