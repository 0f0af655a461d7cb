package dev.kurir.stanza;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kurir.message.InvalidFieldException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the text of an attribute or an element is one JSON value, and the other way. Stateless. */
interface Scalar {
  Scalar TEXT = new Plain(0, Integer.MAX_VALUE, "text");
  Scalar ID = new Plain(1, 1_024, "text of 1 to 1,024 bytes");

  /** An address (RFC 7622 §3.1: three parts of at most 1,023 bytes); the server judges it. */
  Scalar ADDRESS = new Plain(1, 3_071, "an address of 1 to 3,071 bytes");

  Scalar STAMP = new Stamp();

  /**
   * The text as JSON.
   *
   * @return null: another text than these, or not written as {@link #toText} would
   */
  @Nullable JsonNode toJson(String text);

  /**
   * The JSON value as text.
   *
   * @throws InvalidFieldException when it is of another kind or out of range
   */
  String toText(Field field);

  static Scalar oneOf(String... names) {
    return new OneOf(List.of(names));
  }

  /** A whole number of the range. */
  static Scalar whole(int least, int most) {
    return new Numeric(BigDecimal.valueOf(least), BigDecimal.valueOf(most), 0);
  }

  /** A number of the range, with at most 15 digits behind the point. */
  static Scalar decimal(int least, int most) {
    return new Numeric(BigDecimal.valueOf(least), BigDecimal.valueOf(most), 15);
  }

  /** Any text on the wire; from JSON, one of a bounded length in UTF-8. */
  record Plain(int least, int most, String rule) implements Scalar {
    @Override
    public JsonNode toJson(String text) {
      return TextNode.valueOf(text);
    }

    @Override
    public String toText(Field field) {
      return field.text(
          text -> {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            return bytes >= least && bytes <= most;
          },
          rule);
    }
  }

  /** One of some words. */
  record OneOf(List<String> words) implements Scalar {
    @Override
    public @Nullable JsonNode toJson(String text) {
      return words.contains(text) ? TextNode.valueOf(text) : null;
    }

    @Override
    public String toText(Field field) {
      return field.text(words::contains, "one of " + String.join(", ", words));
    }
  }

  /** A number as plain digits; its digits behind the point are kept as they are, zeros too. */
  record Numeric(BigDecimal least, BigDecimal most, int scale) implements Scalar {
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,15})?");

    @Override
    public @Nullable JsonNode toJson(String text) {
      if (!PLAIN.matcher(text).matches()) {
        return null;
      }
      BigDecimal number = new BigDecimal(text);
      if (!fits(number) || !number.toPlainString().equals(text)) {
        return null;
      }
      return scale == 0 ? IntNode.valueOf(number.intValueExact()) : DecimalNode.valueOf(number);
    }

    @Override
    public String toText(Field field) {
      JsonNode value = field.value();
      boolean kind = scale == 0 ? value.isIntegralNumber() : value.isNumber();
      if (!kind || Double.isNaN(value.doubleValue()) || Double.isInfinite(value.doubleValue())) {
        throw field.refused(rule());
      }
      BigDecimal number = value.decimalValue();
      if (!fits(number)) {
        throw field.refused(rule());
      }
      return number.setScale(Math.max(0, number.scale())).toPlainString();
    }

    private boolean fits(BigDecimal number) {
      return number.scale() <= scale
          && number.precision() - number.scale() <= 18
          && number.compareTo(least) >= 0
          && number.compareTo(most) <= 0;
    }

    private String rule() {
      String kind = scale == 0 ? "a whole number, " : "a number, ";
      return kind + least.toPlainString() + " to " + most.toPlainString();
    }
  }

  /** A point in time with its zone (XEP-0082 §3.2); kept as it is written. */
  record Stamp() implements Scalar {
    private static final Pattern FORM =
        Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
                + "(Z|[+-][0-9]{2}:[0-9]{2})");

    @Override
    public @Nullable JsonNode toJson(String text) {
      return fits(text) ? TextNode.valueOf(text) : null;
    }

    @Override
    public String toText(Field field) {
      return field.text(Stamp::fits, "date and time such as 2026-01-31T12:00:00Z");
    }

    private static boolean fits(String text) {
      if (!FORM.matcher(text).matches()) {
        return false;
      }
      try {
        OffsetDateTime.parse(text);
        return true;
      } catch (DateTimeException e) {
        return false;
      }
    }
  }
}
