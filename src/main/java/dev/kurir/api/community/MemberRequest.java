package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Logins.Caller;
import dev.kurir.community.Person;
import dev.kurir.community.RefusedException;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.messenger.Messenger;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of the messaging platform that was let in: who asks, and what.
 *
 * @param sender null where the operation needs no login
 * @param parameters of the path and the query, each once
 * @param from the address that it came from
 */
public record MemberRequest(
    @Nullable Caller sender,
    Map<String, String> parameters,
    byte @Nullable [] content,
    InetAddress from) {
  private static final int MOST = 1000;
  private static final int USUAL = 100;

  /** Who asks. */
  public Person caller() {
    return known().person();
  }

  /** By which login. */
  public UUID login() {
    return known().login();
  }

  private Caller known() {
    if (sender == null) {
      throw new RefusedException(
          RefusedException.Why.UNKNOWN_CALLER,
          "Authorization: missing (expected: Bearer and an access token)");
    }
    return sender;
  }

  /** The person in the path, as a name is stored. */
  public String user() {
    return Messenger.name("user", required("user"));
  }

  /** The group or room in the path, as a name is stored. */
  public String circle() {
    return Messenger.name("circle", required("circle"));
  }

  /** A parameter that is always there. */
  public String required(String name) {
    return parameter(name).orElseThrow(() -> new InvalidFieldException(name, "missing", "a value"));
  }

  /** A parameter that may be left out. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A number in the path or the query; empty when it was left out. */
  public Optional<Long> number(String name, long least) {
    return parameter(name)
        .map(
            value -> {
              if (value.matches("[0-9]{1,18}") && Long.parseLong(value) >= least) {
                return Long.parseLong(value);
              }
              throw new InvalidFieldException(
                  name,
                  value.length() > 20 ? "too long" : '"' + value + '"',
                  "a number from " + least + " on");
            });
  }

  /** Where a listing by numbers goes on: 0 is its beginning. */
  public long afterNumber() {
    return number("after", 0).orElse(0L);
  }

  /** Where a listing by names goes on: an empty one is its beginning. */
  public String afterName() {
    return parameter("after").map(after -> Messenger.name("after", after)).orElse("");
  }

  /** How many items a page has at most. */
  public int limit() {
    long limit = number("limit", 1).orElse((long) USUAL);
    if (limit > MOST) {
      throw new InvalidFieldException("limit", Long.toString(limit), "a number from 1 to " + MOST);
    }
    return (int) limit;
  }

  /**
   * The JSON object that was sent.
   *
   * @param fields the names that it may have
   */
  public RequestBody body(String... fields) {
    return RequestBody.read(content, Set.of(fields));
  }

  /** Names who asks: nothing of what. */
  @Override
  public String toString() {
    return "request of " + (sender == null ? "nobody" : sender.person());
  }
}
