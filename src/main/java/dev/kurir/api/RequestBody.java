package dev.kurir.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a request, read strictly: what is malformed, doubled, unknown, missing or of
 * another type is refused by name. Complaints never hold a value, because it may be a secret.
 */
public final class RequestBody {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode object;

  private RequestBody(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads the object.
   *
   * @param known the names that it may have
   * @throws InvalidFieldException when it is no JSON object or has other names
   */
  public static RequestBody read(byte @Nullable [] bytes, Set<String> known) {
    JsonNode object = parse(bytes == null ? new byte[0] : bytes);
    if (!object.isObject()) {
      throw new InvalidFieldException("body", kind(object), "a JSON object");
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new InvalidFieldException(
            shown(name), "unknown field", String.join(", ", known.stream().sorted().toList()));
      }
    }
    return new RequestBody(object);
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new InvalidFieldException("body", "malformed JSON" + where, "a JSON object");
    } catch (IOException e) {
      throw new InvalidFieldException("body", "unreadable", "a JSON object in UTF-8");
    }
  }

  /** A text that must be there. */
  public String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new InvalidFieldException(name, "missing", "a text, not only spaces"));
  }

  /** A text that may be left out; null counts as left out. */
  public Optional<String> optionalText(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new InvalidFieldException(name, kind(value), "a text");
    }
    return Optional.of(value.textValue());
  }

  /**
   * A text that must be there, of a bounded length.
   *
   * @param most in UTF-16 units
   */
  public String text(String name, int most) {
    return bounded(name, text(name), most);
  }

  /** The same, and it may be left out. */
  public Optional<String> optionalText(String name, int most) {
    return optionalText(name).map(text -> bounded(name, text, most));
  }

  private static String bounded(String name, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new InvalidFieldException(
          name,
          text.isBlank() ? "only spaces" : text.length() + " characters",
          "1 to " + most + " characters");
    }
    return text;
  }

  /** Whether a field is there, be it null. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** A number in a range, which may be left out; null counts as left out. */
  public Optional<Double> number(String name, double least, double most) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
      throw new InvalidFieldException(
          name,
          value.isNumber() ? value.asText() : kind(value),
          "a number from " + (long) least + " to " + (long) most);
    }
    return Optional.of(value.doubleValue());
  }

  /** An object of texts, numbers and booleans, all as text; nulls count as left out. */
  public Map<String, String> texts(String name) {
    JsonNode values = object.path(name);
    if (!values.isObject()) {
      throw new InvalidFieldException(name, kind(values), "an object of names and values");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      JsonNode value = entry.getValue();
      if (value.isContainerNode()) {
        throw new InvalidFieldException(
            name + "." + shown(entry.getKey()), kind(value), "a text, number or boolean");
      }
      if (!value.isNull()) {
        texts.put(entry.getKey(), value.asText());
      }
    }
    return texts;
  }

  private static String kind(JsonNode node) {
    return node.getNodeType() == JsonNodeType.MISSING
        ? "missing"
        : "of type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }
}
