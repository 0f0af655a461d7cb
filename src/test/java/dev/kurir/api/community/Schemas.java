package dev.kurir.api.community;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** Judges what desks answer by the schemas of {@code routes/api/community-openapi.yaml}. */
final class Schemas {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private final JsonNode components;

  Schemas() {
    try {
      Object parsed =
          new Yaml().load(Files.readString(Path.of("routes/api/community-openapi.yaml")));
      this.components = JSON.<JsonNode>valueToTree(parsed).path("components");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer as it is written, if it is what the schema of that name says. */
  JsonNode written(String schema, Object answer) {
    assertThat(components.path("schemas").has(schema)).isTrue();
    ObjectNode whole = JSON.createObjectNode();
    whole.put("$ref", "#/components/schemas/" + schema);
    whole.set("components", components);
    try {
      JsonNode said = JSON.readTree(JSON.writeValueAsBytes(answer));
      assertThat(SCHEMAS.getSchema(whole).validate(said)).as("%s: %s", schema, said).isEmpty();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
