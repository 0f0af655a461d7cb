package dev.kurir.network.line;

import dev.kurir.message.Address;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.Dispatch;
import dev.kurir.message.MessageId;
import dev.kurir.message.OwnerId;
import dev.kurir.message.Role;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One bot, its secrets, and what belongs to it. */
final class Sample {
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final String TOKEN = "sEcReT-t0ken/with+all=characters";
  static final String KEY = "k3y-that-nobody-guesses";
  static final String ACCOUNT = "Uab012345678901234567890123456789";
  static final String USER = "U012345678901234567890123456789ab";
  static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final UUID RETRY_KEY = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

  private Sample() {}

  static Credentials credentials() {
    return new Credentials(Map.of("channelSecret", SECRET, "channelAccessToken", TOKEN));
  }

  static Bot bot() {
    return new Bot(
        new BotId(7), new OwnerId(1), LineNetwork.NAME, Role.MASTER, ACCOUNT, credentials(), KEY);
  }

  /** Patient, so that a busy machine fails no test. */
  static LineNetwork network(URI apiUrl, URI publicUrl) {
    return network(apiUrl, publicUrl, Duration.ofMinutes(1));
  }

  static LineNetwork network(URI apiUrl, URI publicUrl, Duration callTimeout) {
    return new LineNetwork(
        settings(apiUrl, publicUrl), new Told(), CLOCK, callTimeout, Duration.ofMillis(50));
  }

  static LineSettings settings(URI apiUrl, URI publicUrl) {
    return new LineSettings(apiUrl, apiUrl, publicUrl, LineSettings.Spent.WAIT);
  }

  static Dispatch dispatch(String recipient, String... texts) {
    List<Dispatch.Item> items = new ArrayList<>();
    for (String text : texts) {
      items.add(new Dispatch.Item(new MessageId(100 + items.size()), text));
    }
    return new Dispatch(
        LineNetwork.NAME, new BotId(7), new Address(recipient), items, RETRY_KEY, 1, false, null);
  }

  static String sign(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
