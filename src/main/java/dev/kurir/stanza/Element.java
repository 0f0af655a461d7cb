package dev.kurir.stanza;

import dev.kurir.message.InvalidFieldException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An XML element with all that is in it. Immutable.
 *
 * <p>Prefixes are not kept. What a stream calls its content namespace is {@link Stanza#NAMESPACE}
 * here, whichever stream it came from. Text next to text is one {@link Text}, and none is empty, so
 * equal XML is equal here.
 *
 * @param name the local name
 * @param namespace its namespace; empty: none
 * @param attributes their values by name: {@code id}, {@code xml:lang}, or {@code {namespace}name}
 * @param content text and elements, in order
 */
public record Element(
    String name, String namespace, Map<String, String> attributes, List<Node> content)
    implements Node {

  /**
   * @throws InvalidFieldException when a name is none that XML 1.0 with namespaces allows, so that
   *     whatever exists can be written
   */
  public Element {
    XmlNames.checkElement(name, namespace);
    attributes.keySet().forEach(XmlNames::checkAttribute);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    content = joined(content);
  }

  private static List<Node> joined(List<Node> nodes) {
    List<Node> content = new ArrayList<>(nodes.size());
    StringBuilder text = new StringBuilder();
    for (Node node : nodes) {
      if (node instanceof Text part) {
        text.append(part.value());
      } else {
        takeText(text, content);
        content.add(node);
      }
    }
    takeText(text, content);
    return Collections.unmodifiableList(content);
  }

  private static void takeText(StringBuilder text, List<Node> content) {
    if (!text.isEmpty()) {
      content.add(new Text(text.toString()));
      text.setLength(0);
    }
  }

  public static Builder builder(String name, String namespace) {
    return new Builder(name, namespace);
  }

  public boolean is(String otherName, String otherNamespace) {
    return name.equals(otherName) && namespace.equals(otherNamespace);
  }

  public Optional<String> attribute(String key) {
    return Optional.ofNullable(attributes.get(key));
  }

  public List<Element> children() {
    return content.stream()
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .collect(Collectors.toList());
  }

  /** The first child of this name. */
  public Optional<Element> child(String childName, String childNamespace) {
    return children().stream().filter(child -> child.is(childName, childNamespace)).findFirst();
  }

  /** The text directly in this element, without that of its children. */
  public String text() {
    return content.stream()
        .filter(Text.class::isInstance)
        .map(node -> ((Text) node).value())
        .collect(Collectors.joining());
  }

  /** The name, without what people wrote. */
  @Override
  public String toString() {
    return namespace + " " + name;
  }

  /** Gathers an element. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final String namespace;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Node> content = new ArrayList<>();

    private Builder(String name, String namespace) {
      this.name = name;
      this.namespace = namespace;
    }

    /** Sets an attribute; null: it has none of this name. */
    public Builder attribute(String key, @Nullable String value) {
      if (value == null) {
        attributes.remove(key);
      } else {
        attributes.put(key, value);
      }
      return this;
    }

    boolean has(String key) {
      return attributes.containsKey(key);
    }

    public Builder text(String text) {
      content.add(new Text(text));
      return this;
    }

    public Builder child(Element child) {
      content.add(child);
      return this;
    }

    /** Adds a child that has text and nothing else, in this element's namespace. */
    public Builder child(String childName, String text) {
      return child(builder(childName, namespace).text(text).build());
    }

    /**
     * @throws InvalidFieldException see {@link Element#Element}
     */
    public Element build() {
      return new Element(name, namespace, attributes, content);
    }
  }
}
