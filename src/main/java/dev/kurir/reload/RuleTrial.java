package dev.kurir.reload;

import dev.kurir.mapping.Rules;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.routes.RouteUnit;
import dev.kurir.routes.Violation;
import dev.kurir.rule.RuleRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * The rules of some route files, running in a context that is thrown away and that nothing leaves.
 * Thread-safe until it is closed.
 */
final class RuleTrial implements AutoCloseable {
  private static final String GROUP = "rules";
  private static final Rules.Matter CONTRACT =
      new Rules.Matter(
          new NetworkName("telegram"),
          "sari",
          false,
          new MessageId(1),
          "darmaastawan",
          "text",
          "Halo ☕");

  private final DefaultCamelContext context;
  private final RuleRoutes rules = new RuleRoutes(null);
  private final Silence silence;

  /**
   * @param allowed schemes of endpoints that may be called all the same, such as http
   * @throws IOException when the files don't load
   */
  RuleTrial(Rehearsal rehearsal, Map<String, RouteUnit> files, Set<String> allowed)
      throws IOException {
    this.context = rehearsal.context();
    this.silence = new Silence(allowed);
    boolean begun = false;
    try {
      context.removeComponent("rule");
      context.addComponent("rule", rules.component());
      context.getCamelContextExtension().registerEndpointCallback(silence);
      context.start();
      Map<String, RouteUnit> needed = new TreeMap<>(files);
      needed.values().removeIf(unit -> unit.policies().isEmpty() && !unit.groups().contains(GROUP));
      List<Violation> wrong = Rehearsal.load(context, needed);
      if (!wrong.isEmpty()) {
        throw new IOException(wrong.get(0).toString());
      }
      for (Route route : context.getRoutes()) {
        RouteDefinition definition = context.getRouteDefinition(route.getId());
        if (GROUP.equals(route.getGroup()) && !"false".equals(definition.getAutoStartup())) {
          context.getRouteController().startRoute(route.getId());
        }
      }
      begun = true;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the rules can't be tried: " + e, e);
    } finally {
      if (!begun) {
        context.close();
      }
    }
  }

  Rules rules() {
    return rules;
  }

  /**
   * Asks every rule about a message of the contract.
   *
   * @return what failed without having called anybody outside, whose answer nobody can know
   */
  List<Violation> contract(Map<String, RouteUnit> files) {
    long before = silence.swallowed();
    Map<String, Exception> failures = rules.askAll(CONTRACT);
    if (silence.swallowed() > before) {
      return List.of();
    }
    List<Violation> violations = new ArrayList<>();
    failures.forEach(
        (route, failure) ->
            files.values().stream()
                .filter(unit -> unit.routes().contains(route))
                .forEach(unit -> violations.add(Rehearsal.violation(unit.path(), failure))));
    return violations;
  }

  /** How many messages would have left. */
  long swallowed() {
    return silence.swallowed();
  }

  @Override
  public void close() throws IOException {
    context.close();
  }
}
