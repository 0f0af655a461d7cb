package dev.kurir.network.declared;

import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the two templates of a network declare in their parameters: the credentials of a bot, and,
 * under the names of {@link #ABOUT}, what the network can do and how much it takes. Immutable.
 *
 * @param credentials what a bot needs, by name
 * @param exclusive whether only one node may serve a bot: its route polls or keeps a connection
 */
public record Declaration(
    Capabilities capabilities,
    Map<String, Parameter> credentials,
    String account,
    boolean exclusive) {
  /** Parameters that Kurir fills in, for each bot. */
  public static final Set<String> GIVEN = Set.of("bot");

  /** Parameters whose default values say what the network is like. */
  static final Set<String> ABOUT =
      Set.of(
          "account",
          "canBeMaster",
          "displayName",
          "exclusive",
          "pacePerBot",
          "pacePerChat",
          "recognisesRepeats",
          "requestsPerBot",
          "textLimit");

  private static final Pattern RATE =
      Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,4})(ms|s|m|h)");
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");

  /**
   * A template's parameter.
   *
   * @param fallback its value where none is given; null: there is none
   */
  public record Parameter(String name, boolean required, @Nullable String fallback) {}

  public Declaration {
    credentials = Map.copyOf(credentials);
  }

  /**
   * Reads what the templates declare.
   *
   * @param templates the parameters of the inbound and of the outbound template
   * @throws InvalidFieldException naming the parameter and the rule
   */
  public static Declaration of(NetworkName network, List<List<Parameter>> templates) {
    Map<String, Parameter> credentials = new TreeMap<>();
    Map<String, String> about = new TreeMap<>();
    for (Parameter parameter : templates.stream().flatMap(List::stream).toList()) {
      if (ABOUT.contains(parameter.name())) {
        about.put(parameter.name(), said(parameter));
      } else if (!GIVEN.contains(parameter.name())) {
        credentials.merge(parameter.name(), parameter, Declaration::stricter);
      }
    }
    String account = about.get("account");
    if (account == null) {
      throw new InvalidFieldException(
          "account",
          "not declared by " + network + "-inbound or " + network + "-outbound",
          "a parameter whose defaultValue makes a bot's name of its credentials, such as {nickname}");
    }
    filled(account, name -> credentials.containsKey(name) ? "" : null);
    return new Declaration(
        new Capabilities(
            network,
            about.getOrDefault("displayName", capitalised(network.value())),
            number(about, "textLimit", 4000),
            1,
            number(about, "requestsPerBot", 1),
            flag(about, "recognisesRepeats"),
            flag(about, "canBeMaster"),
            new Pace(rate(about, "pacePerBot"), rate(about, "pacePerChat"))),
        credentials,
        account,
        flag(about, "exclusive"));
  }

  private static String said(Parameter parameter) {
    if (parameter.fallback() == null) {
      throw new InvalidFieldException(parameter.name(), "without a defaultValue", "defaultValue:");
    }
    return parameter.fallback();
  }

  private static Parameter stricter(Parameter a, Parameter b) {
    return new Parameter(
        a.name(), a.required() || b.required(), a.fallback() == null ? b.fallback() : a.fallback());
  }

  private static int number(Map<String, String> about, String name, int fallback) {
    String text = about.get(name);
    if (text == null) {
      return fallback;
    }
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new InvalidFieldException(name, '"' + text + '"', "1 to 9999999");
    }
    return Integer.parseInt(text);
  }

  private static boolean flag(Map<String, String> about, String name) {
    String text = about.getOrDefault(name, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new InvalidFieldException(name, '"' + text + '"', "true or false");
    }
    return text.equals("true");
  }

  private static Pace.@Nullable Rate rate(Map<String, String> about, String name) {
    String text = about.get(name);
    if (text == null) {
      return null;
    }
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new InvalidFieldException(
          name, '"' + text + '"', "requests/time, such as 1/2s, 20/1m or 30/1s");
    }
    String iso = rate.group(2) + rate.group(3).toUpperCase(Locale.ROOT);
    Duration per =
        rate.group(3).equals("ms")
            ? Duration.ofMillis(Long.parseLong(rate.group(2)))
            : Duration.parse("PT" + iso);
    return new Pace.Rate(Integer.parseInt(rate.group(1)), per);
  }

  /**
   * A bot's name on the network, made of its credentials.
   *
   * @throws InvalidFieldException naming a credential that is missing or unknown
   */
  public String account(Credentials given) {
    Map<String, String> values = values(given);
    return filled(account, values::get);
  }

  /**
   * The credentials with the declared default values.
   *
   * @throws InvalidFieldException naming a credential that is missing or unknown
   */
  Map<String, String> values(Credentials given) {
    given.only(new TreeSet<>(credentials.keySet()));
    Map<String, String> values = new TreeMap<>();
    for (Parameter parameter : credentials.values()) {
      Optional<String> value =
          given.optional(parameter.name()).or(() -> Optional.ofNullable(parameter.fallback()));
      if (parameter.required()) {
        values.put(parameter.name(), value.orElseGet(() -> given.required(parameter.name())));
      } else {
        value.ifPresent(v -> values.put(parameter.name(), v));
      }
    }
    return values;
  }

  /** Values with which the routes can be made, but not run. */
  public Map<String, Object> sample() {
    Map<String, Object> values = new TreeMap<>();
    for (Parameter parameter : credentials.values()) {
      String name = parameter.name().toLowerCase(Locale.ROOT);
      String made = name.endsWith("url") ? "http://127.0.0.1:1" : "1";
      values.put(parameter.name(), parameter.fallback() == null ? made : parameter.fallback());
    }
    GIVEN.forEach(name -> values.put(name, "1"));
    return values;
  }

  private static String filled(
      String pattern, java.util.function.Function<String, @Nullable String> values) {
    List<String> unknown = new ArrayList<>();
    String text =
        PLACE
            .matcher(pattern)
            .replaceAll(
                place -> {
                  String value = values.apply(place.group(1));
                  if (value == null) {
                    unknown.add(place.group(1));
                  }
                  return Matcher.quoteReplacement(value == null ? "" : value);
                });
    if (!unknown.isEmpty()) {
      throw new InvalidFieldException(
          "account", "names " + unknown + " in " + pattern, "credentials that are declared");
    }
    return text;
  }

  private static String capitalised(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
