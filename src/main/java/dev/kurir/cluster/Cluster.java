package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The nodes that work together. Being a member is no fence: a node that is cut off may still
 * believe in an older list, so what only one may do is fenced by PostgreSQL. Thread-safe.
 */
public interface Cluster {
  /** This node. */
  Node self();

  /** Whether there is never another one: nothing is started then, nobody is asked or told. */
  boolean isAlone();

  /** Who works together now, this node included; the first has been there longest. */
  List<Node> members();

  /** Calls after each change of the members; it must not block. */
  void onChange(Runnable changed);

  /**
   * Asks another node.
   *
   * @return its answer; fails with an {@link java.io.IOException} when it is gone, can't do it or
   *     does not answer in time: nobody knows then what it did
   */
  CompletionStage<byte[]> ask(Node node, String topic, byte[] question);

  /** How questions of a topic are answered; it must not block. */
  void answer(String topic, Function<byte[], CompletionStage<byte[]>> by);

  /** Tells all other nodes, each at most once. */
  void tell(String topic, byte[] news);

  /** Who hears what is told; it must not block. */
  void hear(String topic, Consumer<byte[]> by);
}
