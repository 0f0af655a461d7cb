package dev.kurir.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A visual editor may open and save every shipped file, and nothing is lost: neither when the YAML
 * is parsed and written anew, nor when Camel's model of it is written by Camel's own writer.
 *
 * <p>The writer is {@code ModelWriter} of camel-yaml-io 4.17. It is used directly: the dumper
 * around it ({@code LwModelToYAMLDumper}) leaves out descriptions and notes. What the writer itself
 * does not cover:
 *
 * <ul>
 *   <li>of a route template it forgets the {@code from:}: its route is written by itself, and put
 *       back among the template's parameters;
 *   <li>of a policy it writes id and description only: what it intercepts and what it does on an
 *       exception is written part by part, and put back; the error handler stays as it is;
 *   <li>of {@code setHeaders:} and {@code setVariables:} it forgets what is set: no shipped file
 *       uses them, a {@code setHeader:} each does the same;
 *   <li>of {@code rest:} it forgets where a path leads to; {@code templatedRoute:} is no model at
 *       all, Camel makes the route at once. These are covered by {@link #aRewrittenFileIsTheSame}
 *       only, which compares every field of what Camel has understood, made routes included.
 * </ul>
 */
class RoundTripTest {
  /** Where something stood in the file, and what leads from a part back to the whole. */
  private static final RecursiveComparisonConfiguration EVERYTHING =
      RecursiveComparisonConfiguration.builder()
          .withIgnoredFieldsMatchingRegexes(
              "(.*\\.)?(parent|camelContext|lineNumber|location|resource|index|routeTemplateContext)")
          .withStrictTypeChecking(true)
          .build();

  static List<Path> files() throws IOException {
    return CanonicalSchemaTest.shippedFiles();
  }

  static List<Path> filesThatTheWriterCovers() throws IOException {
    List<Path> covered = new ArrayList<>();
    for (Path file : files()) {
      String text = Files.readString(file);
      if (!text.startsWith("- templatedRoute:") && !text.startsWith("- rest:")) {
        covered.add(file);
      }
    }
    return covered;
  }

  /** The templates of a file's instances. */
  private static List<Path> templates(String text) throws IOException {
    List<Path> templates = new ArrayList<>();
    for (Path file : RouteRules.filesBeneath(Path.of("routes"))) {
      String name = file.getFileName().toString().replace(RouteFile.SUFFIX, "");
      if (text.contains("routeTemplateRef: " + name + "\n")) {
        templates.add(file);
      }
    }
    return templates;
  }

  @ParameterizedTest
  @MethodSource("files")
  void aRewrittenFileIsTheSame(Path file) throws Exception {
    String text = Files.readString(file);
    String rewritten = LoadedModel.text(LoadedModel.entries(text));
    List<Path> before = templates(text);

    assertThat(rewritten).isNotEqualTo(text);
    assertSame(new LoadedModel(rewritten, before), new LoadedModel(text, before));
    assertThat(LoadedModel.text(LoadedModel.entries(rewritten))).isEqualTo(rewritten);
  }

  @ParameterizedTest
  @MethodSource("filesThatTheWriterCovers")
  void whatCamelsWriterWritesIsTheSame(Path file) throws Exception {
    String text = Files.readString(file);
    for (boolean parameters : new boolean[] {true, false}) {
      String written = written(text, parameters);

      assertSame(new LoadedModel(written, List.of()), new LoadedModel(text, List.of()));
      assertThat(written(written, parameters)).isEqualTo(written);
    }
  }

  /**
   * The file with everything in it that the writer covers as the writer has it.
   *
   * @param parameters whether addresses are taken apart, as visual editors do
   */
  private static String written(String text, boolean parameters) throws Exception {
    LoadedModel model = new LoadedModel(text, List.of());
    List<Map<String, Object>> tree = LoadedModel.entries(text);
    Map<String, Object> entry = tree.get(0);
    assertThat(tree).as("a file has one purpose").hasSize(1);
    for (RouteDefinition route : model.routes) {
      entry.putAll(model.tree(route, parameters));
    }
    for (RouteTemplateDefinition template : model.templates) {
      inner(entry, "routeTemplate").putAll(model.tree(template.getRoute(), parameters));
    }
    for (RouteConfigurationDefinition policy : model.policies) {
      Map<String, Object> parts = inner(entry, "routeConfiguration");
      parts.putAll(inner(model.tree(policy, parameters), "routeConfiguration"));
      replace(
          parts,
          "onException",
          policy.getOnExceptions(),
          step -> model.treeOfStep(step, parameters));
      replace(
          parts,
          "onCompletion",
          policy.getOnCompletions(),
          step -> model.treeOfStep(step, parameters));
      replace(
          parts, "intercept", policy.getIntercepts(), step -> model.treeOfStep(step, parameters));
      replace(
          parts,
          "interceptFrom",
          policy.getInterceptFroms(),
          step -> model.treeOfStep(step, parameters));
      replace(
          parts,
          "interceptSendToEndpoint",
          policy.getInterceptSendTos(),
          step -> model.treeOfStep(step, parameters));
    }
    return LoadedModel.text(tree);
  }

  private interface StepWriter {
    Map<String, Object> tree(ProcessorDefinition<?> step) throws IOException;
  }

  private static void replace(
      Map<String, Object> parts,
      String key,
      List<? extends ProcessorDefinition<?>> steps,
      StepWriter writer)
      throws IOException {
    assertThat(parts.containsKey(key)).as(key).isEqualTo(!steps.isEmpty());
    List<Object> written = new ArrayList<>();
    for (ProcessorDefinition<?> step : steps) {
      written.add(writer.tree(step));
    }
    if (!written.isEmpty()) {
      parts.put(key, written);
    }
  }

  @SuppressWarnings("unchecked") // a place in a route file that is a map
  private static Map<String, Object> inner(Map<String, Object> entry, String key) {
    return (Map<String, Object>) entry.get(key);
  }

  private static void assertSame(LoadedModel is, LoadedModel was) {
    assertThat(was.routes.size() + was.templates.size() + was.policies.size() + was.rests.size())
        .isPositive();
    assertThat(is.routes).usingRecursiveComparison(EVERYTHING).isEqualTo(was.routes);
    assertThat(is.templates).usingRecursiveComparison(EVERYTHING).isEqualTo(was.templates);
    assertThat(is.policies).usingRecursiveComparison(EVERYTHING).isEqualTo(was.policies);
    assertThat(is.rests).usingRecursiveComparison(EVERYTHING).isEqualTo(was.rests);
  }
}
