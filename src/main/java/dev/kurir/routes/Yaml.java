package dev.kurir.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A place in a YAML document that knows its line. Asking a place for what it isn't gives nothing.
 */
record Yaml(Node node) {

  /** A key and what stands under it. */
  record Entry(Yaml key, Yaml value) {
    String name() {
      return key.text().orElse("");
    }
  }

  /** Counted from 1. */
  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The scalar as it is written. */
  Optional<String> text() {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }

  /** What stands under the key. */
  Optional<Yaml> at(String key) {
    return entries().stream().filter(e -> e.name().equals(key)).map(Entry::value).findFirst();
  }

  /** The scalar under the key, if it isn't blank. */
  Optional<String> textAt(String key) {
    return at(key).flatMap(Yaml::text).filter(text -> !text.isBlank());
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    if (node instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        entries.add(new Entry(new Yaml(tuple.getKeyNode()), new Yaml(tuple.getValueNode())));
      }
    }
    return entries;
  }

  List<Yaml> items() {
    List<Yaml> items = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> items.add(new Yaml(item)));
    }
    return items;
  }

  /** Every scalar value beneath this place with the key that it stands under. */
  void eachText(BiConsumer<String, Yaml> visitor) {
    eachText("", visitor);
  }

  private void eachText(String key, BiConsumer<String, Yaml> visitor) {
    if (isText()) {
      visitor.accept(key, this);
    }
    items().forEach(item -> item.eachText(key, visitor));
    entries().forEach(entry -> entry.value().eachText(entry.name(), visitor));
  }

  /** Every map beneath this place, itself included, with the key that it stands under. */
  void eachMap(BiConsumer<String, Yaml> visitor) {
    eachMap("", visitor);
  }

  private void eachMap(String key, BiConsumer<String, Yaml> visitor) {
    if (isMap()) {
      visitor.accept(key, this);
    }
    items().forEach(item -> item.eachMap(key, visitor));
    entries().forEach(entry -> entry.value().eachMap(entry.name(), visitor));
  }
}
