package dev.kurir;

import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings, each from the first place that has it: the environment ({@code KURIR_HTTP_PORT}), a
 * system property, {@code application.properties} in Kurir's directory, the built-in default.
 * Immutable.
 */
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private static final String OF_NETWORK = "kurir.archive.after.";

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads them.
   *
   * @param home Kurir's directory, with {@code routes/} and perhaps {@code application.properties}
   * @throws InvalidFieldException when the file can't be read or has a {@code kurir.} setting that
   *     does not exist
   */
  public static Settings load(Path home, Map<String, String> environment, Properties system) {
    Map<String, String> values = new TreeMap<>();
    defaults().forEach((key, value) -> values.put(key.toString(), value.toString()));
    Path file = home.resolve("application.properties");
    if (Files.exists(file)) {
      Properties own = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        own.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new InvalidFieldException(
            file.toString(), String.valueOf(e.getMessage()), "readable properties in UTF-8");
      }
      for (String key : own.stringPropertyNames()) {
        if (key.startsWith("kurir.") && !values.containsKey(key) && !isOfNetwork(key)) {
          throw new InvalidFieldException(key, "in " + file, "a setting that the README lists");
        }
        values.put(key, own.getProperty(key));
      }
    }
    environment.keySet().stream()
        .filter(variable -> variable.startsWith(variable(OF_NETWORK)))
        .forEach(variable -> values.putIfAbsent(ofNetwork(variable), ""));
    for (String key : Map.copyOf(values).keySet()) {
      String override = environment.getOrDefault(variable(key), system.getProperty(key));
      if (override != null) {
        values.put(key, override);
      }
    }
    values.keySet().removeIf(key -> !key.startsWith("kurir."));
    values.put("kurir.home", home.toAbsolutePath().normalize().toString());
    return new Settings(values);
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Whether it is one of the settings that there is one of for each network. */
  private static boolean isOfNetwork(String key) {
    return key.startsWith(OF_NETWORK) && key.length() > OF_NETWORK.length();
  }

  private static String ofNetwork(String variable) {
    String network = variable.substring(OF_NETWORK.length());
    return OF_NETWORK + network.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Properties defaults() {
    Properties defaults = new Properties();
    try (InputStream in = Settings.class.getResourceAsStream("/application.properties")) {
      defaults.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return defaults;
  }

  /** The same with some values replaced. */
  public Settings with(Map<String, String> replaced) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(replaced);
    return new Settings(all);
  }

  /** All values that routes may use: no passwords and secrets. */
  Properties forRoutes() {
    Properties properties = new Properties();
    values.forEach(
        (key, value) -> {
          if (!key.contains("password") && !key.endsWith(".secret")) {
            properties.setProperty(key, value);
          }
        });
    return properties;
  }

  /** A value; empty when it is not set. */
  public Optional<String> optional(String key) {
    return Optional.ofNullable(values.get(key)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /**
   * A value that must be set.
   *
   * @throws InvalidFieldException when it is empty
   */
  public String text(String key) {
    return optional(key).orElseThrow(() -> new InvalidFieldException(key, "empty", "a value"));
  }

  /** A number, 1 or more. */
  public int number(String key) {
    String value = text(key);
    int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    if (number < 1) {
      throw new InvalidFieldException(key, value, "a number from 1 on");
    }
    return number;
  }

  /** One of some words. */
  public String oneOf(String key, String... words) {
    String value = text(key);
    if (!List.of(words).contains(value)) {
      throw new InvalidFieldException(key, value, String.join(" or ", words));
    }
    return value;
  }

  /** Some words, with commas between them; none when it is empty. */
  List<String> words(String key) {
    return optional(key).map(value -> List.of(value.strip().split("\\s*,\\s*"))).orElse(List.of());
  }

  /** A TCP or UDP port, 1 to 65535. */
  public int port(String key) {
    String value = text(key);
    int port = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
    if (port < 1 || port > 65535) {
      throw new InvalidFieldException(key, value, "a port from 1 to 65535");
    }
    return port;
  }

  /** A time such as 30s: a number and ms, s, m, h or d. */
  public Duration duration(String key) {
    String value = text(key);
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new InvalidFieldException(key, value, "a number and ms, s, m, h or d, such as 30s");
    }
    long number = Long.parseLong(matcher.group(1));
    switch (matcher.group(2)) {
      case "ms":
        return Duration.ofMillis(number);
      case "s":
        return Duration.ofSeconds(number);
      case "m":
        return Duration.ofMinutes(number);
      case "h":
        return Duration.ofHours(number);
      default:
        return Duration.ofDays(number);
    }
  }

  /** Times of single networks, by the networks' names: of keys that begin so. */
  Map<String, Duration> durationsBelow(String prefix) {
    Map<String, Duration> times = new TreeMap<>();
    for (String key : values.keySet()) {
      if (key.startsWith(prefix) && optional(key).isPresent()) {
        times.put(key.substring(prefix.length()), duration(key));
      }
    }
    return times;
  }

  /** An http or https address. */
  public URI url(String key) {
    URI url = optionalUrl(key);
    if (url == null) {
      throw new InvalidFieldException(key, "empty", "an http or https address");
    }
    return url;
  }

  /** An http or https address; null when it is not set. */
  public @Nullable URI optionalUrl(String key) {
    String value = optional(key).orElse(null);
    if (value == null) {
      return null;
    }
    try {
      URI url = URI.create(value);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the one complaint below
    }
    throw new InvalidFieldException(key, value, "an http or https address");
  }

  /** A path; a relative one is below Kurir's directory. */
  public Path path(String key) {
    return Path.of(text("kurir.home")).resolve(text(key)).normalize();
  }

  /** The data directory. */
  public Path data() {
    return path("kurir.data.directory");
  }

  /** Where the key is that encrypts tokens. */
  public Path keyFile() {
    return optional("kurir.secret.key-file")
        .map(file -> Path.of(text("kurir.home")).resolve(file))
        .orElseGet(() -> data().resolve("secret.key"));
  }
}
