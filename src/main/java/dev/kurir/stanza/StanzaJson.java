package dev.kurir.stanza;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.util.List;

/**
 * Stanzas as JSON, and JSON as stanzas: the mapping of docs/xmpp-json.md. Stateless.
 *
 * <p>To JSON nothing is lost but the order of different extensions, white space between elements,
 * and text directly in a stanza, which has no meaning there. From JSON everything must be known and
 * of its kind: errors name the field and the kind of its value, never the value.
 */
public final class StanzaJson {
  private static final List<Form> FORMS = List.of(Forms.MESSAGE, Forms.PRESENCE, Forms.IQ);

  /** Numbers keep their digits; a name twice in an object is an error. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private StanzaJson() {}

  public static ObjectNode toJson(Stanza stanza) {
    Element whole = stanza.element();
    List<Node> children = List.copyOf(whole.children());
    Element element = new Element(whole.name(), whole.namespace(), whole.attributes(), children);
    for (Form form : FORMS) {
      ObjectNode fields = form.toJson(element);
      if (fields != null) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", form.name());
        return json.setAll(fields);
      }
    }
    throw new IllegalStateException("a stanza without a form");
  }

  /**
   * @throws InvalidFieldException naming the field that is unknown, missing or of the wrong kind
   */
  public static Stanza toStanza(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new Field("json", json).refused("an object");
    }
    Members members = new Members("", object);
    Field kind = members.required("kind");
    List<String> names = FORMS.stream().map(Form::name).toList();
    String name = kind.text(names::contains, "one of " + String.join(", ", names));
    Element element = FORMS.get(names.indexOf(name)).toElement(members);
    members.end();
    return new Stanza(element);
  }

  /**
   * @throws InvalidFieldException when it is no JSON, or see {@link #toStanza}
   */
  public static Stanza read(byte[] json) {
    try {
      return toStanza(JSON.readTree(json));
    } catch (IOException e) {
      throw new InvalidFieldException("json", json.length + " bytes", "one JSON object in UTF-8");
    }
  }

  /** The stanza as JSON in UTF-8. */
  public static byte[] write(Stanza stanza) {
    try {
      return JSON.writeValueAsBytes(toJson(stanza));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that can't be written", e);
    }
  }
}
