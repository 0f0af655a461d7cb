package dev.kurir.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which Kurir the commands speak to when nothing else is said.
 *
 * @param url where its HTTP port is, as seen from here
 * @param tokenFile where its admin token lies
 * @param token the token itself, where it is given ({@code KURIR_ADMIN_TOKEN})
 */
public record Server(URI url, Path tokenFile, @Nullable String token) {
  /** Shows no token. */
  @Override
  public String toString() {
    return url.toString();
  }
}
