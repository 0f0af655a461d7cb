package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How Telegram's parts read to a person. Pure; reads any JSON and never throws. */
final class Wording {
  private static final Pattern FIELD = Pattern.compile("[a-z0-9_]{1,60}");

  private Wording() {}

  /** {@code [photo]}, or {@code [document name.pdf]}. */
  static String tag(String what, String more) {
    return more.isBlank() ? "[" + what + "]" : "[" + what + " " + more.strip() + "]";
  }

  /** The tag, and after it what was written below it, if anything. */
  static String captioned(String tag, String caption) {
    return caption.isEmpty() ? tag : tag + " " + caption;
  }

  /** A user's or chat's name as people read it; empty where there is none. */
  static String name(JsonNode person) {
    String title = person.path("title").asText();
    if (!title.isBlank()) {
      return title;
    }
    String full = person.path("first_name").asText() + " " + person.path("last_name").asText();
    return full.isBlank() ? person.path("username").asText() : full.strip();
  }

  /** The names of several users; how many they are where they are not named. */
  static String names(JsonNode people) {
    String names =
        elements(people)
            .map(Wording::name)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? people.size() + " people" : names;
  }

  /** Whether it is one of Telegram's ids, which need 64 bits. */
  static boolean isId(JsonNode id) {
    return id.isIntegralNumber() && id.canConvertToLong();
  }

  /** {@code 0:12}. */
  static String duration(JsonNode seconds) {
    long s = Math.max(0, seconds.asLong());
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  /** {@code -6.2146, 106.8451}, exactly as sent. */
  static String place(JsonNode location) {
    return number(location.path("latitude")) + ", " + number(location.path("longitude"));
  }

  private static String number(JsonNode number) {
    return number.isNumber() ? number.decimalValue().toPlainString() : "?";
  }

  /** {@code 12.50 USD}; Telegram counts in the currency's smallest unit. */
  static String money(JsonNode payment) {
    String currency = payment.path("currency").asText();
    long amount = payment.path("total_amount").asLong();
    if (currency.equals("XTR")) {
      return amount + " stars";
    }
    try {
      int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
      return BigDecimal.valueOf(amount, digits).toPlainString() + " " + currency;
    } catch (IllegalArgumentException unknownCurrency) {
      return amount + " smallest units of " + currency;
    }
  }

  /** {@code 👍}, or words for what has no character. */
  static String reaction(JsonNode reaction) {
    return switch (reaction.path("type").asText()) {
      case "emoji" -> reaction.path("emoji").asText();
      case "custom_emoji" -> "with an emoji of their own";
      case "paid" -> "with a paid star";
      default -> "in a new way";
    };
  }

  /** A field's name as words, so that what is not known yet can be said. */
  static String field(String name) {
    return FIELD.matcher(name).matches() ? name.replace('_', ' ').strip() : "something unknown";
  }

  /** The words of a formatted text, a line for each block. */
  static String plain(JsonNode rich) {
    List<String> lines = new ArrayList<>();
    blocks(rich.path("blocks"), lines);
    return String.join("\n", lines);
  }

  private static void blocks(JsonNode blocks, List<String> lines) {
    for (JsonNode block : blocks) {
      StringBuilder line = new StringBuilder();
      for (String part : List.of("label", "text", "summary", "expression", "credit")) {
        inline(block.path(part), line);
      }
      inline(block.path("caption").path("text"), line);
      if (line.length() > 0) {
        lines.add(line.toString());
      }
      blocks(block.path("blocks"), lines);
      blocks(block.path("items"), lines);
      for (JsonNode row : block.path("cells")) {
        lines.add(
            elements(row)
                .map(cell -> inline(cell.path("text"), new StringBuilder()).toString())
                .collect(Collectors.joining(" | ")));
      }
    }
  }

  private static StringBuilder inline(JsonNode text, StringBuilder to) {
    if (text.isTextual()) {
      to.append(text.asText());
    } else if (text.isArray()) {
      text.forEach(part -> inline(part, to));
    } else if (text.isObject()) {
      inline(text.has("text") ? text.path("text") : text.path("alternative_text"), to);
    }
    return to;
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
