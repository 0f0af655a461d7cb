package dev.kurir.gateway;

import dev.kurir.community.Circle;
import dev.kurir.community.Circles;
import dev.kurir.community.Person;
import dev.kurir.community.Profiles;
import dev.kurir.community.RefusedException;
import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.stanza.Element;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What there is at an address, and what it can do (XEP-0030, XEP-0115). People, groups and rooms
 * are shown to who is registered. Thread-safe; asks the database.
 */
final class Discovery {
  private static final int MOST_ROOMS = 500;

  /** Of the domain; sorted, as XEP-0115 §5.1 wants them. */
  private static final List<Identity> IDENTITIES =
      List.of(
          new Identity("conference", "text", "Kurir"),
          new Identity("directory", "user", "Kurir"),
          new Identity("gateway", "xmpp", "Kurir"));

  private static final List<String> FEATURES =
      List.of(
          Names.CAPS,
          Names.FEATURES,
          Names.ITEMS,
          Names.PLACE,
          Names.PLACE + "+notify",
          Names.MUC,
          Names.REGISTER,
          Names.SEARCH,
          Names.VERSION,
          Names.INVITATION,
          Names.PING);

  private final Addressing addressing;
  private final Profiles profiles;
  private final Circles circles;
  private final String version;

  private record Identity(String category, String type, String name) {
    Element element() {
      return Element.builder("identity", Names.FEATURES)
          .attribute("category", category)
          .attribute("type", type)
          .attribute("name", name)
          .build();
    }
  }

  Discovery(Addressing addressing, Profiles profiles, Circles circles) {
    this.addressing = addressing;
    this.profiles = profiles;
    this.circles = circles;
    this.version = version();
  }

  private static String version() {
    StringBuilder text = new StringBuilder();
    for (Identity identity : IDENTITIES) {
      text.append(identity.category)
          .append('/')
          .append(identity.type)
          .append("//")
          .append(identity.name)
          .append('<');
    }
    FEATURES.stream().sorted().forEach(feature -> text.append(feature).append('<'));
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // XEP-0115 §5.1 wants this one
      byte[] digest = sha1.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java without SHA-1", e);
    }
  }

  /** Says in a presence of the domain what it can do. */
  Element capabilities() {
    return Element.builder("c", Names.CAPS)
        .attribute("hash", "sha-1")
        .attribute("node", node())
        .attribute("ver", version)
        .build();
  }

  private String node() {
    return "https://" + addressing.domain();
  }

  /** Describes an address. */
  Element about(Optional<Link> asker, Target target, Optional<String> node) {
    boolean own = node.filter(name -> !name.equals(node() + "#" + version)).isEmpty();
    return switch (target.kind()) {
      case DOMAIN -> {
        if (!own) {
          throw none();
        }
        yield described(IDENTITIES, FEATURES, node);
      }
      case PERSON -> person(target.name(), require(asker), node);
      case CIRCLE -> circle(require(asker).person(), target.name(), node);
      case NOBODY -> throw none();
    };
  }

  private static Refusal none() {
    return new Refusal(Condition.ITEM_NOT_FOUND, "There is no such address.");
  }

  private static Link require(Optional<Link> asker) {
    return asker.orElseThrow(
        () -> new Refusal(Condition.REGISTRATION_REQUIRED, "Register before you look around."));
  }

  private Element person(String name, Link asker, Optional<String> node) {
    Person person = profiles.person(name);
    return described(
        List.of(new Identity("account", "registered", person.name())),
        List.of(Names.FEATURES, Names.ITEMS, Names.RECEIPTS, Names.PING),
        node);
  }

  private Element circle(Person asker, String name, Optional<String> node) {
    boolean open = isRoom(asker, name);
    Circle circle = circles.show(asker, name, open);
    List<String> features =
        new ArrayList<>(List.of(Names.FEATURES, Names.ITEMS, Names.MUC, Names.PING));
    features.addAll(
        open ? List.of("muc_open", "muc_public") : List.of("muc_membersonly", "muc_hidden"));
    features.addAll(
        List.of("muc_persistent", "muc_semianonymous", "muc_unmoderated", "muc_unsecured"));
    String title = circle.title();
    return described(
        List.of(new Identity("conference", "text", title == null ? name : title)), features, node);
  }

  private boolean isRoom(Person asker, String name) {
    try {
      circles.show(asker, name, true);
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  private static Element described(
      List<Identity> identities, List<String> features, Optional<String> node) {
    Element.Builder query =
        Element.builder("query", Names.FEATURES).attribute("node", node.orElse(null));
    identities.forEach(identity -> query.child(identity.element()));
    features.forEach(
        feature ->
            query.child(
                Element.builder("feature", Names.FEATURES).attribute("var", feature).build()));
    return query.build();
  }

  /** Lists what there is beneath an address: the first rooms at the domain. */
  Element items(Optional<Link> asker, Target target, Optional<String> node) {
    Element.Builder query =
        Element.builder("query", Names.ITEMS).attribute("node", node.orElse(null));
    if (target.kind() == Target.Kind.NOBODY) {
      throw none();
    }
    if (target.kind() == Target.Kind.DOMAIN && node.isEmpty() && asker.isPresent()) {
      for (Circle room : circles.rooms(asker.get().person(), null, "", MOST_ROOMS)) {
        String title = room.title();
        query.child(
            Element.builder("item", Names.ITEMS)
                .attribute("jid", addressing.circle(room.name()))
                .attribute("name", title == null ? room.name() : title)
                .build());
      }
    }
    return query.build();
  }
}
