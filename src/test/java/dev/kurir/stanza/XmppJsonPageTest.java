package dev.kurir.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/xmpp-json.md says what the code does. */
class XmppJsonPageTest {
  private static final Pattern PAIR =
      Pattern.compile("```xml\n(.*?)```\n```json\n(.*?)```", Pattern.DOTALL);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static String page;

  private record Example(Stanza stanza, JsonNode json) {
    @Override
    public String toString() {
      return json.toString();
    }
  }

  @BeforeAll
  static void readPage() throws IOException {
    page = Files.readString(Path.of("docs/xmpp-json.md"));
  }

  static Stream<Example> examples() throws IOException {
    readPage();
    return PAIR.matcher(page).results().map(XmppJsonPageTest::example).toList().stream();
  }

  private static Example example(MatchResult pair) {
    try {
      String xml = pair.group(1).replaceAll(">\\s*\n\\s*<", "><");
      return new Example(new Stanza(Heard.element(xml)), JSON.readTree(pair.group(2)));
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + pair.group(2), e);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void stanzaBecomesTheJson(Example example) throws IOException {
    byte[] json = StanzaJson.write(example.stanza);

    assertThat(JSON.readTree(json)).isEqualTo(example.json);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void jsonBecomesTheStanza(Example example) {
    Stanza stanza = StanzaJson.read(example.json.toString().getBytes(StandardCharsets.UTF_8));

    assertThat(stanza).isEqualTo(example.stanza);
  }

  @Test
  void everyExampleIsOneOfAPair() {
    assertThat(PAIR.matcher(page).results().count())
        .isEqualTo(page.split("```xml").length - 1)
        .isEqualTo(page.split("```json").length - 1)
        .isGreaterThan(20);
  }

  @Test
  void everyFieldIsInATable() {
    for (Form form : List.of(Forms.MESSAGE, Forms.PRESENCE, Forms.IQ)) {
      for (String field : fields(form)) {
        assertThat(page).contains("`" + field + "`");
      }
    }
  }

  /** The names that an error about an unknown field tells. */
  private static List<String> fields(Form form) {
    try {
      StanzaJson.read(
          ("{\"kind\":\"" + form.name() + "\",\"?\":1}").getBytes(StandardCharsets.UTF_8));
      throw new AssertionError("taken: an unknown field");
    } catch (IllegalArgumentException e) {
      String known = e.getMessage().replaceAll(".*one of (.*)\\)", "$1");
      return List.of(known.split(", "));
    }
  }
}
