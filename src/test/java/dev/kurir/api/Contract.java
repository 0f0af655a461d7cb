package dev.kurir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/**
 * Judges requests and answers by a contract of {@code routes/api}, whose schemas are JSON Schema
 * 2020-12 (OpenAPI 3.1 §4.8.24).
 */
public final class Contract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private final JsonNode contract;

  Contract() {
    this("kurir-openapi.yaml");
  }

  public Contract(String file) {
    try {
      Object parsed = new Yaml().load(Files.readString(Path.of("routes/api", file)));
      this.contract = JSON.valueToTree(parsed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Which operation it is. */
  public String operationOf(String method, String path) {
    return operation(method, path.replaceAll("\\?.*", "")).path("operationId").textValue();
  }

  /** All operations. */
  public Set<String> operations() {
    Set<String> all = new TreeSet<>();
    contract.path("paths").findValuesAsText("operationId").forEach(all::add);
    return all;
  }

  /** Each operation as a method and a path, with {@code 1} for each parameter. */
  public List<String> requests() {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().has("operationId")) {
          all.add(
              operation.getKey().toUpperCase(Locale.ROOT)
                  + " "
                  + path.getKey().replaceAll("\\{\\w+}", "1"));
        }
      }
    }
    return all;
  }

  /** Whether a request's body is what the contract says. */
  public boolean allows(String method, String path, String body) {
    JsonNode content = operation(method, path.replaceAll("\\?.*", "")).path("requestBody");
    if (content.has("$ref")) {
      content = contract.at(content.path("$ref").textValue().substring(1));
    }
    JsonNode schema = content.path("content").path("application/json").path("schema");
    if (!schema.isObject()) {
      return body.isEmpty();
    }
    ObjectNode whole = schema.deepCopy();
    whole.set("components", contract.path("components"));
    return SCHEMAS.getSchema(whole).validate(parsed(body)).isEmpty();
  }

  /** Fails when an answer is not what the contract says. */
  public void judge(String method, String path, HttpResponse<String> answer) {
    judge(
        method,
        path,
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(""),
        answer.body());
  }

  /** Fails when an answer is not what the contract says. */
  void judge(String method, String path, int status, String type, String body) {
    JsonNode responses = operation(method, path.replaceAll("\\?.*", "")).path("responses");
    JsonNode response = responses.path(responses.has("" + status) ? "" + status : "default");
    if (response.has("$ref")) {
      response = contract.at(response.path("$ref").textValue().substring(1));
    }
    if (!response.has("content")) {
      assertThat(body).as("%s %s answers no body", method, path).isEmpty();
      return;
    }
    JsonNode schema = response.path("content").path(type).path("schema");
    assertThat(schema.isObject()).as("%s %s answers %s", method, path, type).isTrue();
    ObjectNode whole = schema.deepCopy();
    whole.set("components", contract.path("components"));
    JsonNode said = type.endsWith("json") ? parsed(body) : TextNode.valueOf(body);
    assertThat(SCHEMAS.getSchema(whole).validate(said))
        .as("%s %s: %s", method, path, body)
        .isEmpty();
  }

  private JsonNode operation(String method, String path) {
    for (Map.Entry<String, JsonNode> entry : contract.path("paths").properties()) {
      JsonNode operation = entry.getValue().path(method.toLowerCase(Locale.ROOT));
      if (path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+")) && operation.isObject()) {
        return operation;
      }
    }
    throw new AssertionError(method + " " + path + " is not in the contract");
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
