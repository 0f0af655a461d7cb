package dev.kurir.routes;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a route reads or sends to, as it may be shown to anybody: a scheme and what follows it,
 * without options and without a user's name or password. Placeholders stay as they are, because
 * what fills them may be a secret; only in {@code direct:} and {@code seda:}, which pair routes
 * within Kurir, they are filled.
 */
public final class RouteAddress {
  private static final Pattern URI =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)(?::(?://)?)?(?:[^/@?]*@)?([^?]*)(?:\\?.*)?");

  private RouteAddress() {}

  /**
   * The address of an endpoint.
   *
   * @param values a template's parameters by name
   */
  public static String of(String uri, Map<String, String> values) {
    Matcher parts = URI.matcher(uri.strip());
    if (!parts.matches()) {
      return uri.replaceFirst("\\?.*", "").replaceFirst("[^/@:]*@", "");
    }
    String rest = parts.group(2);
    String address = parts.group(1) + (rest.isEmpty() ? "" : ":" + rest);
    return isWithin(address) ? filled(address, values) : address;
  }

  /** Whether the other end is a route too, not something outside. */
  static boolean isWithin(String address) {
    return address.startsWith("direct:") || address.startsWith("seda:");
  }

  /** A text with a template's parameters filled in. */
  public static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return filled;
  }
}
