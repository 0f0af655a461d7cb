package dev.kurir.routes;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.yaml.out.ModelWriter;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Camel has understood of a route file, in a context that is never started. */
final class LoadedModel {
  final List<RouteDefinition> routes = new ArrayList<>();
  final List<RouteTemplateDefinition> templates;
  final List<RouteConfigurationDefinition> policies;
  final List<RestDefinition> rests;
  private final DefaultCamelContext context = new DefaultCamelContext();

  /**
   * @param text what a route file holds
   * @param before the files that it needs: the templates of its instances
   */
  LoadedModel(String text, List<Path> before) throws Exception {
    context.disableJMX();
    for (Path file : before) {
      load(Files.readString(file));
    }
    int known = context.getRouteTemplateDefinitions().size();
    load(text);
    for (RouteDefinition route : context.getRouteDefinitions()) {
      if (!Boolean.TRUE.equals(route.isRest())) { // these Camel makes of the rest: entry
        routes.add(route);
      }
    }
    List<RouteTemplateDefinition> all = context.getRouteTemplateDefinitions();
    templates = List.copyOf(all.subList(known, all.size()));
    policies = List.copyOf(context.getRouteConfigurationDefinitions());
    rests = List.copyOf(context.getRestDefinitions());
  }

  private void load(String text) throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.fromBytes("loaded.camel.yaml", text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A part of the model as Camel's own writer writes it.
   *
   * @param parameters whether an address is taken apart
   */
  private String written(OptionalIdentifiedDefinition<?> part, boolean parameters)
      throws IOException {
    StringWriter text = new StringWriter();
    ModelWriter writer = new ModelWriter(text);
    writer.setUriAsParameters(parameters);
    writer.setCamelContext(context);
    writer.start();
    try {
      writer.writeOptionalIdentifiedDefinitionRef(part);
    } finally {
      writer.stop();
    }
    return text.toString();
  }

  /** The only entry of what the writer has written, as a tree. */
  Map<String, Object> tree(OptionalIdentifiedDefinition<?> part, boolean parameters)
      throws IOException {
    return entries(written(part, parameters)).get(0);
  }

  /** The same of a step, which the writer writes right within a route only. */
  @SuppressWarnings("unchecked") // as a route is built
  Map<String, Object> treeOfStep(ProcessorDefinition<?> step, boolean parameters)
      throws IOException {
    RouteDefinition route = new RouteDefinition("direct:any");
    route.addOutput(step);
    Map<String, Object> inRoute =
        (Map<String, Object>) tree(route, parameters).getOrDefault("route", Map.of());
    Map<String, Object> from = (Map<String, Object>) inRoute.getOrDefault("from", Map.of());
    return ((List<Map<String, Object>>) from.getOrDefault("steps", List.of())).get(0);
  }

  /** A route file as a tree. */
  @SuppressWarnings("unchecked") // a route file is a list of maps
  static List<Map<String, Object>> entries(String text) {
    return (List<Map<String, Object>>)
        new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  /** A tree as an editor writes it anew. */
  static String text(Object tree) {
    return new Dump(DumpSettings.builder().build()).dumpToString(tree);
  }
}
