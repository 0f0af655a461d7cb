package dev.kurir.stanza;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.InvalidFieldException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The members of an object in JSON from outside, of which each must be asked for. */
final class Members {
  private static final int SHOWN = 64;
  private final String path;
  private final ObjectNode object;
  private final Set<String> unread = new LinkedHashSet<>();
  private final Set<String> known = new LinkedHashSet<>();

  Members(String path, ObjectNode object) {
    this.path = path;
    this.object = object;
    object.fieldNames().forEachRemaining(unread::add);
  }

  Optional<Field> take(String name) {
    known.add(name);
    unread.remove(name);
    JsonNode value = object.get(name);
    return value == null ? Optional.empty() : Optional.of(new Field(path(name), value));
  }

  Field required(String name) {
    return take(name)
        .orElseThrow(() -> new InvalidFieldException(path(name), "missing", "this field"));
  }

  boolean has(String name) {
    known.add(name);
    return object.has(name);
  }

  List<String> names() {
    return List.copyOf(unread);
  }

  /**
   * @throws InvalidFieldException when there is a member that nobody asked for
   */
  void end() {
    for (String name : unread) {
      String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
      throw new InvalidFieldException(
          path(shown), "unknown field", "one of " + String.join(", ", known));
    }
  }

  /** What the whole value is made of bears the name "", and its path is that of the whole. */
  private String path(String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
  }
}
