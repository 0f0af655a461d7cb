package dev.kurir.reload;

import dev.kurir.routes.RouteRules;
import dev.kurir.routes.RouteUnit;
import dev.kurir.routes.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Loads route files into a Camel context that is thrown away: with the beans and the own components
 * of the living one, with every endpoint created, and with nothing started. Thread-safe.
 */
final class Rehearsal {
  /** What Camel could not find, in its words. */
  private static final Pattern NAMED =
      Pattern.compile("(?:Unknown parameters=\\[\\{|registry (?:for|with name): )([^=}\\s]+)");

  /** Of these each context has its own. */
  private static final Set<Class<?>> OWN = Set.of(SteadyDirect.class, SteadySeda.class);

  private final CamelContext living;
  private final Properties settings;
  private final RouteRules rules;

  /** What else must hold of the loaded files. */
  @FunctionalInterface
  interface Further {
    List<Violation> check(ModelCamelContext loaded, Map<String, RouteUnit> files) throws Exception;
  }

  Rehearsal(CamelContext living, Properties settings, RouteRules rules) {
    this.living = living;
    this.settings = settings;
    this.rules = rules;
  }

  /**
   * What is wrong with the files beneath a folder; the violations' files lie beneath it.
   *
   * @param affected the files that are other than those that run, or depend on one: the routes of
   *     the rest run as they are
   */
  List<Violation> of(
      Path folder, Map<String, RouteUnit> files, Set<String> affected, Further further)
      throws IOException {
    List<Violation> violations = new ArrayList<>(rules.check(folder));
    if (violations.isEmpty()) {
      violations.addAll(load(files, affected, further));
    }
    return violations;
  }

  private List<Violation> load(Map<String, RouteUnit> files, Set<String> affected, Further further)
      throws IOException {
    Map<String, RouteUnit> needed = new TreeMap<>();
    files.forEach(
        (name, unit) -> {
          if (affected.contains(name)
              || !unit.policies().isEmpty()
              || !unit.templates().isEmpty()) {
            needed.put(name, unit);
          }
        });
    try (DefaultCamelContext context = context()) {
      context.start();
      List<Violation> violations = load(context, needed);
      if (violations.isEmpty()) {
        violations.addAll(further.check(context, files));
      }
      return violations;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the routes can't be rehearsed: " + e, e);
    }
  }

  /** A context like the living one, in which no route begins by itself. */
  DefaultCamelContext context() {
    DefaultCamelContext context = new DefaultCamelContext();
    context.getCamelContextExtension().setRegistry(new DefaultRegistry(new LivingBeans(living)));
    context.getPropertiesComponent().setOverrideProperties(settings);
    context.setAutoStartup(false);
    context.disableJMX();
    context.getCamelContextExtension().setName("kurir-rehearsal");
    borrowComponents(context);
    return context;
  }

  /** Loads files; what is wrong with them. */
  static List<Violation> load(DefaultCamelContext context, Map<String, RouteUnit> files) {
    List<Violation> violations = new ArrayList<>();
    for (RouteUnit unit : inOrder(files)) {
      try {
        PluginHelper.getRoutesLoader(context)
            .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + unit.path()));
      } catch (Exception | LinkageError e) {
        Violation violation = violation(sources(unit, files), e);
        boolean told =
            violations.stream()
                .anyMatch(
                    other ->
                        other.file().equals(violation.file()) && other.line() == violation.line());
        if (!told) { // else by another route of the same template
          violations.add(violation);
        }
      }
    }
    return violations;
  }

  /** What an exception says about a file, at the line that it names. */
  static Violation violation(Path file, Throwable failure) {
    return violation(List.of(file), failure);
  }

  /** The same about the one of several files that speaks most of what it names. */
  static Violation violation(List<Path> files, Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String reason = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    Matcher named = NAMED.matcher(reason);
    List<String> said = new ArrayList<>();
    if (named.find()) {
      said.add(named.group(1));
    }
    said.add(reason);
    said.add(String.valueOf(failure.getMessage()));
    Path file = files.get(0);
    RouteUnit.Place place = new RouteUnit.Place(1, 0);
    for (String words : said) {
      for (Path one : files) {
        RouteUnit.Place found = RouteUnit.placeOf(one, words);
        if (found.length() > place.length()) {
          file = one;
          place = found;
        }
      }
      if (place.length() > 0) {
        break;
      }
    }
    return new Violation(file, place.line(), "camel", reason.strip().replaceAll("\\s+", " "));
  }

  /** The file, the templates of which its routes are made, and the policies that they name. */
  private static List<Path> sources(RouteUnit unit, Map<String, RouteUnit> files) {
    Set<String> policies = new HashSet<>(unit.policiesUsed());
    List<Path> sources = new ArrayList<>(List.of(unit.path()));
    for (RouteUnit other : files.values()) {
      if (other.templates().stream().anyMatch(unit.templatesUsed()::contains)) {
        policies.addAll(other.policiesUsed());
        sources.add(other.path());
      }
    }
    files.values().stream()
        .filter(other -> other.policies().stream().anyMatch(policies::contains))
        .forEach(other -> sources.add(other.path()));
    return sources;
  }

  /** Policies and templates before what needs them. */
  private static List<RouteUnit> inOrder(Map<String, RouteUnit> files) {
    return files.values().stream()
        .sorted(
            Comparator.<RouteUnit>comparingInt(
                    unit ->
                        !unit.policies().isEmpty()
                            ? 0
                            : !unit.templates().isEmpty() ? 1 : unit.rests().isEmpty() ? 2 : 3)
                .thenComparing(RouteUnit::path))
        .toList();
  }

  private void borrowComponents(DefaultCamelContext context) {
    living.getRegistry().findByTypeWithName(Component.class).entrySet().stream()
        .filter(one -> !OWN.contains(one.getValue().getClass()))
        .map(Map.Entry::getKey)
        .forEach(name -> context.addComponent(name, new Borrowed(living.getComponent(name))));
  }

  /** A component of the living context, which makes endpoints that nobody starts. */
  private static final class Borrowed extends DefaultComponent {
    private final Component owner;

    Borrowed(Component owner) {
      this.owner = owner;
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
      return owner.createEndpoint(uri, properties);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
        throws Exception {
      return owner.createEndpoint(uri);
    }
  }

  /** The living context's beans by name, but not its components and its servers. */
  private record LivingBeans(CamelContext living) implements BeanRepository {
    @Override
    public @Nullable Object lookupByName(String name) {
      Object bean = living.getRegistry().lookupByName(name);
      return bean instanceof Component ? null : bean;
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
      Object bean = lookupByName(name);
      return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      return new HashMap<>();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      return Set.of();
    }
  }
}
