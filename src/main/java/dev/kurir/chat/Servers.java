package dev.kurir.chat;

import dev.kurir.message.InvalidFieldException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a client knows: those that a server told of, which live and of which the nearest
 * come first, then those it was given; and the one it talks to. For one thread.
 */
final class Servers {
  private static final int MOST = 100;
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})(?![\\w.:-])");

  private static final Pattern GONE = Pattern.compile("(?m)^\\S+ gone\\b.*$");

  private final Set<InetSocketAddress> given;
  private Set<InetSocketAddress> told = Set.of();
  private InetSocketAddress current;

  /**
   * @param given at least one
   */
  Servers(List<InetSocketAddress> given) {
    this.given = new LinkedHashSet<>(given);
    this.current = given.get(0);
  }

  InetSocketAddress current() {
    return current;
  }

  List<InetSocketAddress> all() {
    return Stream.of(told.stream(), given.stream(), Stream.of(current))
        .flatMap(servers -> servers)
        .distinct()
        .toList();
  }

  boolean knows(InetSocketAddress address) {
    return current.equals(address) || given.contains(address) || told.contains(address);
  }

  void go(InetSocketAddress to) {
    current = to;
  }

  /** Goes to the next one of the list, which is the same where it is the only one. */
  void goOn() {
    List<InetSocketAddress> all = all();
    current = all.get((all.indexOf(current) + 1) % all.size());
  }

  /**
   * Learns from {@code servers 1/1:} and lines that begin with {@code host:port}, and may say gone.
   */
  void told(String answer) {
    Matcher address = ADDRESS.matcher(GONE.matcher(Pages.of("servers", answer)).replaceAll(""));
    Set<InetSocketAddress> all = new LinkedHashSet<>();
    while (address.find() && all.size() < MOST) {
      InetSocketAddress server = address(address);
      if (server != null) {
        all.add(server);
      }
    }
    told = all;
  }

  /** The first address in a text; null: there is none. */
  static @Nullable InetSocketAddress in(String text) {
    Matcher address = ADDRESS.matcher(text);
    return address.find() ? address(address) : null;
  }

  private static @Nullable InetSocketAddress address(Matcher address) {
    int port = Integer.parseInt(address.group(2));
    if (port < 1 || port > 65_535) {
      return null;
    }
    InetSocketAddress server = new InetSocketAddress(address.group(1), port);
    return server.isUnresolved() ? null : server;
  }

  /**
   * The address that somebody typed.
   *
   * @throws InvalidFieldException naming the field
   */
  static InetSocketAddress typed(String field, String written) {
    Matcher address = ADDRESS.matcher(written);
    InetSocketAddress server = address.matches() ? address(address) : null;
    if (server == null) {
      throw new InvalidFieldException(
          field, Printable.line(written), "host:port, a name that is known and a port 1 to 65535");
    }
    return server;
  }

  /** As people write it. */
  static String shown(InetSocketAddress server) {
    String host = server.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
  }

  @Override
  public String toString() {
    return all().stream().map(Servers::shown).collect(Collectors.joining(", "));
  }
}
