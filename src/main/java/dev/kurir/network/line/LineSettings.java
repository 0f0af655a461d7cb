package dev.kurir.network.line;

import dev.kurir.message.InvalidFieldException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where LINE is, and where LINE finds Kurir.
 *
 * @param apiUrl {@code kurir.line.api-url}, {@code https://api.line.me} outside of tests
 * @param dataApiUrl {@code kurir.line.data-api-url}, {@code https://api-data.line.me} outside of
 *     tests
 * @param publicUrl {@code kurir.http.public-url}; null: no webhook is set, LINE must be told by
 *     hand
 * @param whenSpent {@code kurir.line.over-quota}
 */
public record LineSettings(URI apiUrl, URI dataApiUrl, @Nullable URI publicUrl, Spent whenSpent) {

  /** What becomes of messages that a bot's month does not allow. */
  public enum Spent {
    /** They wait for the next month, or for a reply token, which is free. */
    WAIT,
    /** They are dead, and the owner is told. */
    DEAD;

    /**
     * Reads the setting.
     *
     * @throws InvalidFieldException when it is neither
     */
    public static Spent of(String setting) {
      for (Spent spent : values()) {
        if (spent.name().equalsIgnoreCase(setting)) {
          return spent;
        }
      }
      throw new InvalidFieldException("kurir.line.over-quota", setting, "wait or dead");
    }
  }

  public LineSettings {
    web("kurir.line.api-url", apiUrl);
    web("kurir.line.data-api-url", dataApiUrl);
    if (publicUrl != null) {
      web("kurir.http.public-url", publicUrl);
    }
  }

  private static void web(String setting, URI url) {
    String scheme = url.getScheme();
    boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
    if (!web || url.getHost() == null) {
      throw new InvalidFieldException(setting, url.toString(), "an https URL with a host");
    }
  }
}
