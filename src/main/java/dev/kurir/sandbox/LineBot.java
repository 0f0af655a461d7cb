package dev.kurir.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A LINE official account of the sandbox with its Messaging API channel, as LINE's console shows
 * it.
 *
 * @param userId the {@code destination} of its webhooks
 */
public record LineBot(String name, String userId, String channelSecret, String channelAccessToken) {

  /** The {@code x-line-signature} of a webhook's raw body. */
  public String sign(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(channelSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  /** Names the bot without its secrets. */
  @Override
  public String toString() {
    return "LINE bot " + name + " (" + userId + ")";
  }
}
