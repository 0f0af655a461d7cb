package dev.kurir.network.line;

import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import java.util.Optional;
import java.util.Set;

/**
 * A LINE channel's secrets, checked for form. {@code channelSecret} signs webhooks, {@code
 * channelAccessToken} opens the API, {@code previousChannelSecret} is accepted too while LINE
 * changes over to a new secret.
 */
final class LineCredentials {
  private static final Set<String> KNOWN =
      Set.of("channelSecret", "channelAccessToken", "previousChannelSecret");

  private final Credentials credentials;

  /**
   * @throws InvalidFieldException naming the field that is missing, unknown or malformed
   */
  LineCredentials(Credentials credentials) {
    this.credentials = credentials.only(KNOWN);
    credentials.required("channelSecret");
    if (!token().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidFieldException(
          "credentials.channelAccessToken",
          "has a character that no HTTP header can carry",
          "printable ASCII without spaces, as the LINE Developers Console shows it");
    }
  }

  String token() {
    return credentials.required("channelAccessToken");
  }

  String secret() {
    return credentials.required("channelSecret");
  }

  Optional<String> previousSecret() {
    return credentials.optional("previousChannelSecret");
  }

  @Override
  public String toString() {
    return credentials.toString();
  }
}
