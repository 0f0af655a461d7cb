package dev.kurir.api.community;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kurir.api.RequestBody;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Fault;
import dev.kurir.stanza.Limits;
import dev.kurir.stanza.Stanza;
import dev.kurir.stanza.StanzaJson;
import dev.kurir.stanza.StanzaParser;
import dev.kurir.stanza.StanzaWriter;
import dev.kurir.stanza.StreamListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates between XMPP and JSON, as {@code docs/xmpp-json.md} has it. Thread-safe. */
public final class XmppDesk {
  private static final String STANZA = "stanza";
  private static final String JSON_FIELD = "json";

  /** Numbers keep their digits. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A stanza as JSON. */
  public record JsonAnswer(JsonNode json) {
    /** Names it: nothing of what it says. */
    @Override
    public String toString() {
      return "a stanza as JSON";
    }
  }

  /** A stanza as XML. */
  public record StanzaAnswer(String stanza) {
    /** Names it: nothing of what it says. */
    @Override
    public String toString() {
      return "a stanza";
    }
  }

  /** What was read of a text. */
  private static final class Reading implements StreamListener {
    private final List<Element> elements = new ArrayList<>();
    private boolean failed;
    private int ends;

    /** Whether all was read, up to the end that was added, and nothing ended before. */
    private boolean isWhole() {
      return !failed && ends == 1 && elements.size() == 1;
    }

    @Override
    public void opened(Element header) {}

    @Override
    public void received(Element element) {
      elements.add(element);
    }

    @Override
    public void skipped(@Nullable Element head, Fault fault) {
      failed = true;
    }

    @Override
    public void closed() {
      ends++;
    }

    @Override
    public void broken(String reason) {
      failed = true;
    }
  }

  /** The other form of a stanza. */
  public Object convertStanza(MemberRequest request) {
    var unused = request.caller();
    RequestBody body = request.body(STANZA, JSON_FIELD);
    if (body.has(STANZA) == body.has(JSON_FIELD)) {
      throw new InvalidFieldException(
          STANZA, body.has(STANZA) ? "given beside json" : "missing", "either stanza or json");
    }
    return body.has(STANZA)
        ? new JsonAnswer(StanzaJson.toJson(stanza(body.text(STANZA))))
        : new StanzaAnswer(
            new String(
                StanzaWriter.write(StanzaJson.toStanza(json(request)).element()),
                StandardCharsets.UTF_8));
  }

  private static JsonNode json(MemberRequest request) {
    try {
      return JSON.readTree(Objects.requireNonNull(request.content())).path(JSON_FIELD);
    } catch (JsonProcessingException e) {
      throw new InvalidFieldException("body", "malformed JSON", "a JSON object");
    } catch (IOException e) {
      throw new InvalidFieldException("body", "unreadable", "a JSON object in UTF-8");
    }
  }

  private static Stanza stanza(String text) {
    Reading reading = new Reading();
    StanzaParser parser = new StanzaParser(Limits.USUAL, reading);
    feed(parser, "<stream xmlns='" + Stanza.NAMESPACE + "'>");
    feed(parser, text.strip());
    boolean early = reading.ends > 0;
    feed(parser, "</stream>");
    Optional<Stanza> stanza =
        !early && reading.isWhole() ? Stanza.of(reading.elements.get(0)) : Optional.empty();
    return stanza.orElseThrow(
        () ->
            new InvalidFieldException(
                STANZA,
                "text of " + text.length() + " characters",
                "one message, presence or iq as XML, at most " + Limits.USUAL.bytes() + " bytes"));
  }

  private static void feed(StanzaParser parser, String text) {
    parser.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
