package dev.kurir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.routes.RouteRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The routes of the administration keep the rules and offer what the contract says, no more. */
class ApiRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static JsonNode yaml(String file) throws IOException {
    Object parsed = new Yaml().load(Files.readString(Path.of("routes/api", file)));
    return JSON.valueToTree(parsed);
  }

  @Test
  void theRoutesKeepTheRules() throws IOException {
    Collection<Path> files = new ArrayList<>(RouteRules.filesBeneath(Path.of("routes/api")));
    files.add(Path.of("routes/policies/api-failure.camel.yaml"));
    files.add(Path.of("routes/policies/community-failure.camel.yaml"));

    assertThat(new RouteRules(Set.of(), Optional.of(Path.of("sql"))).check(files, List.of()))
        .isEmpty();
  }

  @Test
  void theContractAndTheRoutesOfferTheSame() throws IOException {
    compare(
        "kurir-openapi.yaml",
        "direct:api-",
        List.of(
            "administration.camel.yaml",
            "archive.camel.yaml",
            "journal.camel.yaml",
            "route-files.camel.yaml"));
  }

  @Test
  void theMessagingPlatformAndItsContractOfferTheSame() throws IOException {
    compare(
        "community-openapi.yaml",
        "direct:",
        List.of(
            "community-users.camel.yaml",
            "community-friends.camel.yaml",
            "community-chat.camel.yaml",
            "community-groups.camel.yaml",
            "community-rooms.camel.yaml",
            "community-presence.camel.yaml",
            "community-footprints.camel.yaml",
            "community-xmpp.camel.yaml"));
  }

  private static void compare(String file, String routes, List<String> files) throws IOException {
    JsonNode contract = yaml(file);
    Map<String, String> promised = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          promised.put(
              operation.getKey() + " " + path.getKey(),
              routes + operation.getValue().path("operationId").textValue());
        }
      }
    }
    Map<String, String> offered = new TreeMap<>();
    for (String paths : files) {
      JsonNode rest = yaml(paths).path(0).path("rest");
      for (String method : METHODS) {
        for (JsonNode verb : rest.path(method)) {
          offered.put(
              method + " " + rest.path("path").textValue() + verb.path("path").asText(""),
              verb.path("to").path("uri").textValue());
        }
      }
    }

    assertThat(offered).isNotEmpty().isEqualTo(promised);
  }
}
