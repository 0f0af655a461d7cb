package dev.kurir;

import dev.kurir.message.InvalidFieldException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.rest.RestDefinition;

/**
 * A part of Kurir that a process serves, as {@code kurir.roles} names it. What every part needs
 * (the journal, the way into the inbox, sending what another process hands over) has none.
 */
enum Role {
  /** The networks' inbound routes, bots' connections, the administration. */
  ACCESS,
  MAPPING,
  FLUSH,
  ARCHIVE,
  /** Kurir's own messenger, by UDP. */
  MESSENGER,
  /** The messaging platform, by HTTP. */
  COMMUNITY,
  /** No role's: it runs everywhere. */
  EVERY;

  private static final String SETTING = "kurir.roles";

  /** How the ids of the platform's rests begin. */
  private static final String COMMUNITY_PATHS = "community-";

  /**
   * The roles of this process.
   *
   * @throws InvalidFieldException when one is unknown, or some are left out and no other process is
   *     known that could have them
   */
  static Set<Role> of(Settings settings) {
    Set<Role> roles = EnumSet.of(EVERY);
    for (String word : settings.words(SETTING)) {
      roles.add(named(word));
    }
    boolean all = roles.size() == values().length;
    if (!all && settings.optional("kurir.cluster.peers").isEmpty()) {
      throw new InvalidFieldException(
          SETTING,
          settings.optional(SETTING).orElse("empty"),
          "all of " + words() + ", or kurir.cluster.peers to find the processes with the others");
    }
    return Set.copyOf(roles);
  }

  /** How many of the messenger's users may log in here. */
  static int sessions(Settings settings) {
    int set = settings.number("kurir.udp.sessions");
    return of(settings).contains(MESSENGER) ? set : 0;
  }

  private static Role named(String word) {
    return Arrays.stream(values())
        .filter(role -> role != EVERY && role.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new InvalidFieldException(SETTING, word, "some of " + words()));
  }

  private static String words() {
    List<Role> roles = List.of(values()).subList(0, EVERY.ordinal());
    return String.join(",", roles.stream().map(Role::word).toList());
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whose a route is.
   *
   * @param id the route's own, or that of its rest
   * @param from the address that it begins with
   * @param policy its failure policy
   */
  static Role ofRoute(String id, String from, String policy) {
    if (from.startsWith("seda:mapping-engine-")) {
      return MAPPING;
    }
    if (from.startsWith("seda:outbox-")) {
      return FLUSH;
    }
    if (id.equals("archive-sweep")) {
      return ARCHIVE;
    }
    if (id.equals("udp-inbound")) {
      return MESSENGER;
    }
    if (policy.equals("community-failure") || id.startsWith(COMMUNITY_PATHS)) {
      return COMMUNITY;
    }
    boolean access =
        (policy.equals("inbound-failure") && !from.startsWith("direct:"))
            || policy.equals("api-failure")
            || from.startsWith("rest:")
            || from.startsWith("platform-http:");
    return access ? ACCESS : EVERY;
  }

  /** Keeps routes of other roles from starting. */
  static ModelLifecycleStrategySupport keeping(Set<Role> roles) {
    return new ModelLifecycleStrategySupport() {
      @Override
      public void onAddRouteDefinition(RouteDefinition route) {
        String from = String.valueOf(route.getInput().getEndpointUri());
        String policy = String.valueOf(route.getRouteConfigurationId());
        RestDefinition rest = route.getRestDefinition();
        String id = String.valueOf(rest == null ? route.getId() : rest.getId());
        if (!roles.contains(ofRoute(id, from, policy))) {
          route.setAutoStartup("false");
        }
      }
    };
  }
}
