package dev.kurir.community;

import dev.kurir.database.Node;
import dev.kurir.message.OwnerId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a node tells the others of its people: a word, its own number and theirs, by spaces. */
record Roll(Word word, Node node, List<OwnerId> people) {
  /** What is told. */
  enum Word {
    /** These are all. */
    ALL,
    HERE,
    /** Not there any more, but at another node. */
    GONE,
    /** Not there any more, nor anywhere else: noted by who tells it. */
    LEFT
  }

  static Roll read(byte[] bytes) {
    String[] words = new String(bytes, StandardCharsets.UTF_8).split(" ");
    return new Roll(
        Word.valueOf(words[0]),
        new Node(Integer.parseInt(words[1])),
        Arrays.stream(words).skip(2).map(id -> new OwnerId(Integer.parseInt(id))).toList());
  }

  byte[] written() {
    StringBuilder text = new StringBuilder().append(word).append(' ').append(node.id());
    people.forEach(person -> text.append(' ').append(person.value()));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
