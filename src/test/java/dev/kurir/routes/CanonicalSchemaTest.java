package dev.kurir.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The schema that editors use for route files, and that every shipped file is valid by it. */
class CanonicalSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of(".vscode/camelYamlDsl-canonical.json");
  private static final JsonSchema CANONICAL = schema(CanonicalSchema.derived());
  private static final JsonSchema CLASSIC = schema(CanonicalSchema.classic());

  private static JsonSchema schema(JsonNode schema) {
    return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
  }

  static List<Path> shippedFiles() throws IOException {
    List<Path> files = new ArrayList<>(RouteRules.filesBeneath(Path.of("routes")));
    files.addAll(RouteRules.filesBeneath(Path.of("src/main/resources")));
    return files;
  }

  private static JsonNode yaml(String text) {
    Object parsed = new Yaml().load(text);
    return JSON.valueToTree(parsed);
  }

  @Test
  void theFileForEditorsIsThatOfTheCamelOnTheClassPath() throws IOException {
    String wanted = CanonicalSchema.written(CanonicalSchema.derived());
    Path made = Path.of("target").resolve(FILE.getFileName());
    Files.writeString(made, wanted);

    assertThat(Files.exists(FILE) && Files.readString(FILE).equals(wanted))
        .as("%s is another Camel's (expected: cp %s %s)", FILE, made, FILE)
        .isTrue();
  }

  @Test
  void editorsUseItForAllRouteFiles() throws IOException {
    JsonNode schemas =
        JSON.readTree(Path.of(".vscode/settings.json").toFile()).path("yaml.schemas");

    assertThat(schemas.path("./" + FILE).toString()).contains("\"routes/**/*.camel.yaml\"");
  }

  @Test
  void itHasNoChoices() {
    for (String choice : Set.of("oneOf", "anyOf", "not", "allOf")) {
      assertThat(CanonicalSchema.derived().findValues(choice)).as(choice).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void everyShippedFileIsValid(Path file) throws IOException {
    JsonNode routes = yaml(Files.readString(file));

    assertThat(CANONICAL.validate(routes)).isEmpty();
    assertThat(CLASSIC.validate(routes)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- from: {uri: 'direct:x', steps: []}",
        "- route: {from: {uri: 'direct:x', steps: [to: 'direct:y']}}",
        "- route: {from: {uri: 'direct:x', steps: [log: hello]}}",
        "- route: {from: {uri: 'direct:x', steps: [setBody: {simple: {expression: x}}]}}",
        "- route: {from: {uri: 'direct:x', steps: [setBody: {expression: {simple: x}}]}}",
        "- route: {from: {uri: 'direct:x', steps: [setBody: {expression: {simpel: {expression: x}}}]}}",
        "- route: {from: {uri: 'direct:x', steps: [marshal: {json: gson}]}}",
      })
  void whatIsNotCanonicalIsRefused(String file) {
    assertThat(CANONICAL.validate(yaml(file))).isNotEmpty();
  }

  @Test
  void whatIsCanonicalIsTaken() {
    JsonNode routes =
        yaml(
            "- route: {from: {uri: 'direct:x', steps: [{setBody: {expression: {simple: {expression:"
                + " x}}}}, {to: {uri: 'direct:y'}}, {marshal: {json: {library: Gson}}}]}}");

    assertThat(CANONICAL.validate(routes)).isEmpty();
    assertThat(CLASSIC.validate(routes)).isEmpty();
  }
}
