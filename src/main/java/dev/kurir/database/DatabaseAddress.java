package dev.kurir.database;

/**
 * Where a PostgreSQL database is and who signs in. The text form shows neither the password nor the
 * URL's parameters.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 */
public record DatabaseAddress(String url, String username, String password) {
  /** The URL without parameters, fit for logs. */
  public String shown() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /** The database's own name. */
  public String name() {
    return shown().substring(shown().lastIndexOf('/') + 1);
  }

  /** Another database of the same server, for the same user, whose name goes on. */
  public DatabaseAddress beside(String suffix) {
    return new DatabaseAddress(
        shown() + suffix + url.substring(shown().length()), username, password);
  }

  @Override
  public String toString() {
    return shown();
  }
}
