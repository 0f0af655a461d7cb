package dev.kurir.network.telegram;

import dev.kurir.message.InvalidFieldException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where Telegram is, and where Telegram finds Kurir.
 *
 * @param apiUrl {@code kurir.telegram.api-url}: the Bot API, http or https, without the token
 * @param publicUrl {@code kurir.http.public-url}: what stands before the webhook paths; null: bots
 *     are polled and no webhook is set
 */
public record TelegramSettings(URI apiUrl, @Nullable URI publicUrl) {
  /** Where Telegram's own Bot API is. */
  public static final URI OFFICIAL = URI.create("https://api.telegram.org");

  public TelegramSettings {
    apiUrl = checked("kurir.telegram.api-url", apiUrl);
    publicUrl = publicUrl == null ? null : checked("kurir.http.public-url", publicUrl);
  }

  private static URI checked(String name, URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getRawQuery() != null || url.getUserInfo() != null) {
      throw new InvalidFieldException(
          name,
          "not such an address",
          "http:// or https:// and a host, without user, query and fragment");
    }
    String text = url.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
  }
}
