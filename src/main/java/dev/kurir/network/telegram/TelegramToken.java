package dev.kurir.network.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A bot's token, which Telegram puts into every address. Its text form never shows it. */
final class TelegramToken {
  private static final Pattern RULE = Pattern.compile("[0-9]{1,20}:\\S{3,128}");
  private final String value;

  private TelegramToken(String value) {
    this.value = value;
  }

  /**
   * The only field of a Telegram bot's credentials.
   *
   * @throws InvalidFieldException when it is missing or malformed, or another field is given
   */
  static TelegramToken of(Credentials credentials) {
    return parse("credentials.token", credentials.only(Set.of("token")).required("token"));
  }

  /** Reads a token; the complaint names the field and never the value. */
  static TelegramToken parse(String field, String value) {
    if (!RULE.matcher(value).matches()) {
      throw new InvalidFieldException(
          field, "malformed", "as BotFather shows it: digits, a colon, then letters and digits");
    }
    return new TelegramToken(value);
  }

  /** The part of an address that the token is, safe for any character in it. */
  String pathSegment() {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20").replace("%3A", ":");
  }

  /**
   * What Telegram has to show in {@code X-Telegram-Bot-Api-Secret-Token}: derived, so that it is
   * never stored; 43 of {@code A-Za-z0-9_-} (Bot API, setWebhook).
   */
  String webhookSecret(String webhookKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(value.getBytes(UTF_8), "HmacSHA256"));
      byte[] secret = mac.doFinal(("kurir-webhook:" + webhookKey).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256: missing (expected: part of every JDK)", e);
    }
  }

  /** What health says while Telegram refuses the token. */
  static String refused(TelegramAnswer answer) {
    return "token refused: "
        + answer.reason()
        + " (expected: the bot's current token); trying again, rarely";
  }

  /** The text without this token, should a server have repeated it. */
  String removedFrom(String text) {
    return text.replace(value, "<token>").replace(pathSegment(), "<token>");
  }

  @Override
  public String toString() {
    return "<token>";
  }
}
