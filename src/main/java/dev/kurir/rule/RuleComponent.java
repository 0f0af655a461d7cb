package dev.kurir.rule;

import dev.kurir.mapping.Rules.Point;
import dev.kurir.message.InvalidFieldException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code rule:}. A route that begins with {@code rule:before-mapping}, {@code
 * rule:after-mapping} or {@code rule:before-delivery} is asked about messages at that point.
 */
@Component("rule")
public final class RuleComponent extends DefaultComponent {
  private final RuleRoutes routes;

  RuleComponent(RuleRoutes routes) {
    this.routes = routes;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    RuleEndpoint endpoint = new RuleEndpoint(uri, this, point(remaining));
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private static Point point(String name) {
    return Arrays.stream(Point.values())
        .filter(point -> name(point).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    "rule:" + name,
                    "unknown",
                    "rule:before-mapping, rule:after-mapping or rule:before-delivery"));
  }

  static String name(Point point) {
    return point.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  RuleRoutes routes() {
    return routes;
  }
}
