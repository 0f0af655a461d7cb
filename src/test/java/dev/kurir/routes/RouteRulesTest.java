package dev.kurir.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule finds the error that is planted for it, at its line, and nothing in a right file. */
class RouteRulesTest {
  private static final String ACCEPT =
      """
      - route:
          id: inbox-accept
          description: Stores what a network delivered.
          group: bridge
          routeConfigurationId: store-or-refuse
          from:
            uri: direct:inbox-accept
            steps:
              - setVariable:
                  id: remember-network
                  name: network
                  expression:
                    header:
                      expression: network
              - choice:
                  id: sort-by-network
                  when:
                    - expression:
                        simple:
                          expression: ${variable.network} == 'line'
                      steps:
                        - bean:
                            id: append-to-journal
                            ref: journal
                            method: append
              - to:
                  id: claim-rows
                  uri: sql:classpath:sql/queries/inbox/claim.sql
                  parameters:
                    dataSource: "#active"
      """;
  private static final String INBOUND =
      """
      - route:
          id: line-inbound
          description: What LINE delivers enters the inbox.
          group: networks
          routeConfigurationId: store-or-refuse
          from:
            uri: line:webhook
            parameters:
              bridgeErrorHandler: "{{kurir.line.strict}}"
            steps:
              - to:
                  id: hand-to-inbox
                  uri: direct
                  parameters:
                    name: inbox-accept
      """;
  private static final String POLICY =
      """
      - routeConfiguration:
          id: store-or-refuse
          description: A network hears of a failure and delivers again.
          onException:
            - onException:
                exception:
                  - java.lang.Exception
                handled:
                  constant:
                    expression: "false"
                steps:
                  - log:
                      id: log-refusal
                      loggingLevel: WARN
                      message: "not stored: ${exception.class}"
      """;
  private static final String ENGINE =
      """
      - routeTemplate:
          id: mapping-engine
          description: Maps one lane after the other.
          parameters:
            - name: network
            - name: period
              defaultValue: 1s
          route:
            description: Maps what one network brought.
            group: bridge
            routeConfigurationId: store-or-refuse
            from:
              uri: timer:{{network}}
              parameters:
                period: "{{period}}"
              steps:
                - bean:
                    id: map-lane
                    ref: mapping
                    method: map
      - templatedRoute:
          routeTemplateRef: mapping-engine
          routeId: mapping-line
          parameters:
            - name: network
              value: line
      - templatedRoute:
          routeTemplateRef: mapping-engine
          routeId: mapping-xmpp
          parameters:
            - name: network
              value: xmpp
      """;

  @TempDir Path home;
  private Path routes;

  @BeforeEach
  void writeRightFiles() throws IOException {
    routes = home.resolve("routes");
    write("bridge/inbox-accept", ACCEPT);
    write("networks/line-inbound", INBOUND);
    write("policies/store-or-refuse", POLICY);
    write("bridge/mapping-engine", ENGINE);
    Path query = home.resolve("sql/queries/inbox/claim.sql");
    Files.createDirectories(query.getParent());
    Files.writeString(query, "SELECT 1");
  }

  private Path write(String name, String text) throws IOException {
    Path file = routes.resolve(name + ".camel.yaml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<String> check() throws IOException {
    return new RouteRules(Set.of("kurir.line.strict"), Optional.of(home.resolve("sql")))
        .check(routes).stream()
            .map(Violation::toString)
            .map(text -> text.replace(routes + "/", "").replace(".camel.yaml", ""))
            .toList();
  }

  @Test
  void rightFilesHaveNoViolation() throws IOException {
    assertThat(check()).isEmpty();
  }

  @ParameterizedTest(name = "{1} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // schema and canonical form
        "bridge/inbox-accept | - bean: | - baen: | 22: schema: baen: unknown in an item of steps",
        "bridge/inbox-accept | method: append | metod: append | 25: schema: metod: unknown in bean",
        "bridge/inbox-accept | name: network | note: network | 10: schema: setVariable: lacks name:",
        "policies/store-or-refuse | loggingLevel: WARN | loggingLevel: LOUD | 14: schema: loggingLevel: LOUD",
        "networks/line-inbound | group: networks | streamCache: sometimes | 4: schema: streamCache: sometimes",
        "networks/line-inbound | uri: line:webhook | uri: line:webhook?a=1 | 7: canonical: options in uri:",
        // names
        "networks/line-inbound | id: line-inbound | id: line-in | 2: id: id: line-in",
        "networks/line-inbound | group: networks | note: none | 2: group: route: lacks group:",
        "networks/line-inbound | description: What | note: What | 2: description: route: lacks description:",
        "networks/line-inbound | routeConfigurationId: | note: | 2: routeConfigurationId: route: lacks",
        "networks/line-inbound | id: hand-to-inbox | note: x | 11: id: to: lacks id:",
        "networks/line-inbound | id: hand-to-inbox | id: hand | 11: id: to: id: hand (expected: verb-object",
        "networks/line-inbound | hand-to-inbox | claim-rows | 11: id: claim-rows: another step has this id",
        "bridge/mapping-engine | routeId: mapping-xmpp | routeId: mapping-line | 28: id: mapping-line: another route",
        "bridge/mapping-engine | routeTemplateRef: mapping-engine | routeTemplateRef: engine | 28: template: engine",
        // what Camel starts silently with
        "networks/line-inbound | name: inbox-accept | name: inbox-acept | 13: pair: direct:inbox-acept: no route begins",
        "networks/line-inbound | name: inbox-accept | name: inbox-acept | 7: pair: direct:inbox-accept: no route sends",
        "bridge/inbox-accept | uri: direct:inbox-accept | uri: direct:accept | 7: pair: direct:accept (expected: named as",
        "networks/line-inbound | Id: store-or-refuse | Id: store-or-loose | 5: policy: store-or-loose: no routeConf",
        "bridge/inbox-accept | ${variable.network} | ${variable.netwrok} | 20: variable: netwrok: not set in this route",
        "policies/store-or-refuse | ${exception.class} | ${variable.network} | 15: variable: network: not set",
        "networks/line-inbound | {{kurir.line.strict}} | {{kurir.line.strickt}} | 9: placeholder: {{kurir.line.strickt}}",
        "bridge/mapping-engine | timer:{{network}} | timer:{{netwerk}} | 13: placeholder: {{netwerk}}",
        // what belongs into Java and SQL files
        "bridge/inbox-accept | sql:classpath:sql/queries/inbox/claim.sql | sql:select id from inbox | 28: sql: SQL in YAML",
        "bridge/inbox-accept | sql:classpath:sql/queries/inbox/claim.sql | sql:file:x.sql | 28: sql: sql:file:x.sql",
        "bridge/inbox-accept | inbox/claim.sql | inbox/clam.sql | 28: sql: sql/queries/inbox/clam.sql: no such file",
        "bridge/inbox-accept | simple: | groovy: | 19: script: groovy (expected: one of",
        "bridge/inbox-accept | == 'line' | == ${date:now:yyyy} | 20: script: a calculation in YAML",
        "bridge/inbox-accept | dataSource: \"#active\" | batch: ${body.size} | 30: address: batch: takes something",
        "bridge/inbox-accept | - setVariable: | - setProperty: | 9: variable: an exchange property",
        "bridge/inbox-accept | method: append | method: append # now | 25: comment: visual editors drop it",
        "bridge/inbox-accept | method: append | method: *m | 25: canonical: an alias",
      })
  void plantedErrorIsFoundAtItsLine(String file, String right, String wrong, String expected)
      throws IOException {
    String text = Files.readString(routes.resolve(file + ".camel.yaml"));
    int last = text.lastIndexOf(right);
    assertThat(last).isNotNegative();
    write(
        file,
        text.substring(0, last)
            + (wrong == null ? "" : wrong)
            + text.substring(last + right.length()));

    assertThat(check()).anySatisfy(v -> assertThat(v).contains(expected));
  }

  @Test
  void compactFormIsRefused() throws IOException {
    write(
        "bridge/inbox-accept",
        """
        - from:
            uri: direct:inbox-accept
            steps:
              - setBody:
                  id: set-text
                  simple: ${body}
              - to: direct:nowhere
        """);

    assertThat(check())
        .contains(
            "bridge/inbox-accept:1: canonical: from: at the top (expected: - route: around it)",
            "bridge/inbox-accept:6: canonical: simple: directly in setBody (expected: expression:"
                + " around it)",
            "bridge/inbox-accept:7: canonical: to: is no map (expected: uri: under it)");
  }

  @Test
  void sizeHasLimits() throws IOException {
    String steps = "        - stop:\n            id: stop-here\n".repeat(9);
    String nested =
        """
                - filter:
                    id: filter-%d
                    expression:
                      simple:
                        expression: ${body} != null
                    steps:
        """;
    StringBuilder deep = new StringBuilder();
    for (int level = 0; level < 3; level++) {
      deep.append(nested.formatted(level).indent(level * 6));
    }
    deep.append("- stop:\n    id: stop-here\n".indent(26));
    String head = INBOUND.substring(0, INBOUND.indexOf("        - to:"));
    write("networks/line-inbound", head + steps);
    write("networks/xmpp-inbound", head.replace("line", "xmpp") + deep);
    write("networks/udp-inbound", head.replace("line", "udp") + "\n".repeat(80));

    assertThat(check())
        .contains(
            "networks/line-inbound:27: size: 9 steps (expected: at most 8; split at a direct:)",
            "networks/xmpp-inbound:29: size: nested 3 levels (expected: at most 2)",
            "networks/udp-inbound:81: size: 90 lines (expected: at most 80; split at a direct:)");
  }

  @Test
  void fileThatIsNoRouteIsExplained() throws IOException {
    write("bridge/empty", "");
    write("bridge/map", "route:\n  id: map\n");
    write("bridge/broken", "- route:\n    id: [\n");

    assertThat(check())
        .anySatisfy(v -> assertThat(v).startsWith("bridge/empty:1: canonical: no list of routes"))
        .anySatisfy(v -> assertThat(v).startsWith("bridge/map:1: canonical: no list of routes"))
        .anySatisfy(v -> assertThat(v).startsWith("bridge/broken:3: yaml: "));
  }

  @Test
  void checkedFileReplacesItsNeighbour() throws IOException {
    Path edited = Files.createDirectory(home.resolve("edited")).resolve("line-inbound.camel.yaml");
    Files.writeString(edited, INBOUND.replace("name: inbox-accept", "name: inbox-acept"));
    RouteRules rules = new RouteRules(Set.of("kurir.line.strict"), Optional.empty());

    assertThat(rules.check(List.of(edited), RouteRules.filesBeneath(routes)))
        .singleElement()
        .extracting(Violation::rule, Violation::line)
        .containsExactly("pair", 13);
  }
}
