package dev.kurir.routes;

/**
 * Something outside the routes that one reads from or sends to: a network, a clock, a database. An
 * address that is read from and sent to is two of them.
 *
 * @param key what flows name it by
 * @param address see {@link RouteAddress}
 * @param source whether messages come from there
 * @param description what is known of it; may be empty
 */
public record Outside(String key, String address, boolean source, String description) {
  static Outside source(String address, String description) {
    return new Outside("from " + address, address, true, description);
  }

  static Outside sink(String address) {
    return new Outside("to " + address, address, false, "");
  }
}
