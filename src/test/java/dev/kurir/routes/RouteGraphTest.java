package dev.kurir.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What flows where, as the files have it and as it runs, and what is drawn of it. */
class RouteGraphTest {
  private static final String ROUTE =
      """
      - route:
          id: %1$s
          description: %2$s
          group: %3$s
          routeConfigurationId: store
          from:
            uri: %4$s
            steps:
              - to:
                  id: send-it
                  uri: %5$s
      """;
  private static final String TEMPLATE =
      """
      - routeTemplate:
          id: pump
          description: A template is no node.
          parameters:
            - name: network
            - name: password
          route:
            description: Pumps {{network}}.
            group: bridge
            from:
              uri: "seda:pump-{{network}}"
              parameters:
                size: 1
              steps:
                - to:
                    id: pump-on
                    uri: "direct:{{network}}-outbound"
                - to:
                    id: wake-again
                    uri: "seda:pump-{{network}}"
      """;
  private static final String INSTANCE =
      """
      - templatedRoute:
          routeTemplateRef: pump
          routeId: pump-irc
          parameters:
            - name: network
              value: irc
            - name: password
              value: hush
      """;

  @TempDir Path routes;

  private void write(String name, String text) throws IOException {
    Path file = routes.resolve(name + ".camel.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void writeAll() throws IOException {
    write(
        "networks/irc-inbound",
        ROUTE.formatted(
            "irc-inbound",
            "Reads. Always.",
            "networks",
            "irc:nick:pw@host:6667",
            "direct:inbox-accept"));
    write(
        "networks/irc-outbound",
        ROUTE.formatted(
            "irc-outbound", "Writes", "networks", "direct:irc-outbound", "irc:host?password=pw"));
    write(
        "bridge/accept",
        ROUTE.formatted("accept", "Takes", "bridge", "direct:inbox-accept", "jdbc:one"));
    write("bridge/pump", TEMPLATE);
    write("bridge/pump-irc", INSTANCE);
    write("policies/store", "- routeConfiguration: {id: store, description: Stores}\n");
    write("bridge/broken", "- route: [\n");
  }

  private static RunningRoute live(String id, String template, String from, String... targets) {
    return new RunningRoute(
        id,
        "d",
        "networks",
        template,
        from,
        List.of(targets),
        new RouteFigures("started", 2, 1, 0, 4));
  }

  private static List<String> flows(RouteGraph graph) {
    return graph.flows().stream().map(f -> f.from() + " > " + f.to()).sorted().toList();
  }

  @Test
  void instancesOfTemplatesAreNodesAndTheTemplateIsNone() throws IOException {
    writeAll();

    RouteGraph graph = RouteGraph.beneath(routes);

    assertThat(graph.routes())
        .extracting(RouteNode::id)
        .containsExactly("accept", "pump-irc", "irc-inbound", "irc-outbound");
    assertThat(graph.nodes()).extracting(RouteNode::id).contains("store");
    assertThat(flows(graph))
        .containsExactly(
            "accept > to jdbc:one",
            "from irc:host:6667 > irc-inbound",
            "irc-inbound > accept",
            "irc-outbound > to irc:host",
            "pump-irc > irc-outbound",
            "pump-irc > pump-irc");
    RouteNode pump = graph.routes().get(1);
    assertThat(pump.description()).isEqualTo("Pumps irc.");
    assertThat(pump.file()).isEqualTo("bridge/pump-irc.camel.yaml");
    assertThat(pump.from()).isEqualTo("seda:pump-irc");
  }

  @Test
  void whatRunsHasFiguresAndWhatHasNoFileIsThere() throws IOException {
    writeAll();
    write(
        "networks/irc",
        """
        - routeTemplate:
            id: irc
            route:
              description: Reads {{bot}}.
              from:
                uri: "irc:{{user}}:{{password}}@{{host}}?x={{y}}"
                steps: []
        """);
    String irc = RunningRoute.mark("irc:{{user}}:{{password}}@{{host}}", "Reads {{bot}}.");
    List<RunningRoute> live =
        List.of(
            live("accept", null, "direct:inbox-accept"),
            live("made", null, "timer:x", "direct:inbox-accept"),
            live("irc-7", irc, "irc:{{host}}", "kurir:inbox"),
            live("irc-8", irc, "irc:{{host}}", "kurir:inbox"));

    RouteGraph graph = RouteGraph.beneath(routes).running(live);
    List<RouteNode> each = RouteGraph.beneath(routes).routes(live);

    assertThat(graph.routes())
        .filteredOn(node -> node.id().equals("irc-*"))
        .singleElement()
        .satisfies(node -> assertThat(node.routes()).isEqualTo(2))
        .satisfies(
            node -> assertThat(node.figures()).isEqualTo(new RouteFigures("started", 4, 2, 0, 4)));
    assertThat(flows(graph)).contains("irc-* > accept", "made > accept", "from timer:x > made");
    assertThat(graph.routes())
        .filteredOn(node -> node.id().equals("pump-irc"))
        .extracting(RouteNode::figures)
        .containsExactly(RouteFigures.ABSENT);
    assertThat(each).extracting(RouteNode::id).contains("irc-7", "irc-8", "made", "pump-irc");
  }

  @Test
  void routesThatOthersSendToStayApart() throws IOException {
    writeAll();
    String pump = RunningRoute.mark("seda:pump-{{network}}", "Pumps {{network}}.");

    RouteGraph graph =
        RouteGraph.beneath(routes)
            .running(
                List.of(
                    live("pump-a", pump, "seda:pump-a", "seda:pump-a"),
                    live("pump-b", pump, "seda:pump-b", "seda:pump-b")));

    assertThat(graph.routes())
        .filteredOn(node -> Set.of("pump-a", "pump-b").contains(node.id()))
        .extracting(RouteNode::file)
        .containsExactly("bridge/pump.camel.yaml", "bridge/pump.camel.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "irc:nick:pw@host:6667/#room | irc:host:6667/#room",
        "imaps://mail.test?username=a&password=b | imaps:mail.test",
        "imaps://a:b@mail.test:993 | imaps:mail.test:993",
        "slack:general?token={{token}} | slack:general",
        "smtp://{{user}}:{{password}}@{{host}} | smtp:{{host}}",
        "direct:{{network}}-outbound | direct:irc-outbound",
        "whatsapp:{{network}} | whatsapp:{{network}}",
        "quartz | quartz",
      })
  void anAddressTellsNoSecret(String uri, String shown) {
    assertThat(RouteAddress.of(uri, Map.of("network", "irc", "token", "hush"))).isEqualTo(shown);
  }

  @Test
  void nearestAreTheLeastChanged() {
    assertThat(
            RouteGraph.nearest(
                List.of("line-inbound", "xmpp-inbound", "other", "a"), "lin-inbound"))
        .startsWith("line-inbound", "xmpp-inbound");
  }

  @Test
  void circlesAreDrawnToo() throws Exception {
    write("bridge/a", ROUTE.formatted("a", "A", "bridge", "direct:a", "direct:b"));
    write("bridge/b", ROUTE.formatted("b", "B", "bridge", "direct:b", "direct:a"));
    RouteGraph graph = RouteGraph.beneath(routes);

    assertThat(svg(graph).getElementsByTagName("g").getLength()).isEqualTo(2);
    assertThat(MermaidText.of(graph)).contains("n0 --> n1", "n1 --> n0");
  }

  @Test
  void everyShippedNodeAndFlowIsDrawn() throws Exception {
    RouteGraph graph = RouteGraph.beneath(Path.of("routes"));
    Document svg = svg(graph);
    List<String> titles = texts(svg, "title");
    String mermaid = MermaidText.of(graph);

    assertThat(graph.routes()).hasSizeGreaterThan(30);
    for (RouteNode node : graph.nodes()) {
      assertThat(titles).anySatisfy(t -> assertThat(t).startsWith(node.id() + "\n"));
      assertThat(mermaid).contains("[\"" + node.id() + "<br/>");
    }
    assertThat(svg.getElementsByTagName("g").getLength())
        .isEqualTo(graph.nodes().size() + graph.outsides().size());
    assertThat(mermaid.lines().filter(l -> l.contains(" --> "))).hasSize(graph.flows().size());
    assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(graph.flows().size() + 1);
  }

  @Test
  void nothingStandsOnAnother() throws IOException {
    RouteGraph graph = RouteGraph.beneath(Path.of("routes")).running(List.of());
    Map<String, List<Box>> boxes = SvgDrawing.boxes(graph);
    Layout layout = new Layout(boxes, graph.flows(), new Layers(graph));
    List<Box> placed = new ArrayList<>(layout.boxes().values());

    assertThat(placed).hasSize(boxes.values().stream().mapToInt(List::size).sum());
    for (Box a : placed) {
      assertThat(a.x() + a.width()).isLessThan(layout.width());
      assertThat(a.y() + Box.HEIGHT).isLessThan(layout.height());
      for (Box b : placed) {
        boolean apart =
            a == b
                || a.x() + a.width() <= b.x()
                || b.x() + b.width() <= a.x()
                || a.y() + Box.HEIGHT <= b.y()
                || b.y() + Box.HEIGHT <= a.y();
        assertThat(apart).as("%s and %s", a.key(), b.key()).isTrue();
      }
    }
  }

  @Test
  void textOfFilesIsOnlyText() throws Exception {
    String evil = "\"</text><script>alert('1')</script> & end --> x]; %% `#quot; \\u0001 漢字 😀\"";
    String yaml = ROUTE.formatted("end", "placeholder", "bridge", "direct:end", "jdbc:one");
    write("bridge/end", yaml.replace("placeholder", "'" + evil.replace("'", "''") + "'"));

    RouteGraph graph = RouteGraph.beneath(routes);
    Document svg = svg(graph);
    String mermaid = MermaidText.of(graph);

    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(svg, "title")).anySatisfy(t -> assertThat(t).contains("<script>alert('1')"));
    String label = mermaid.lines().filter(l -> l.contains("n0[")).findFirst().orElseThrow();
    assertThat(label.replace("<br/>", ""))
        .matches("    n0\\[\"[^\"<>`\\\\]*\"]")
        .contains("end", "😀");
    assertThat(mermaid.lines().filter(l -> l.contains("-->"))).hasSize(1);
  }

  @Test
  void troubleAndBatchesAreSeen() throws Exception {
    writeAll();
    RouteGraph graph =
        RouteGraph.beneath(routes)
            .running(
                List.of(
                    new RunningRoute(
                        "accept",
                        "",
                        "bridge",
                        null,
                        "direct:inbox-accept",
                        List.of(),
                        new RouteFigures("started", 12345, 3, 1, 2.25))));

    assertThat(texts(svg(graph), "text")).contains("12,345 · 3 failed · 1 now · 2.3 ms");
    assertThat(SvgDrawing.of(graph)).contains("class=\"node troubled\"", "class=\"node idle\"");
    assertThat(MermaidText.of(graph)).contains("12,345 · 3 failed · 1 now · 2.3 ms\"]:::troubled");
  }

  private static Document svg(RouteGraph graph) throws Exception {
    byte[] bytes = SvgDrawing.of(graph).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }

  private static List<String> texts(Document svg, String tag) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = svg.getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
