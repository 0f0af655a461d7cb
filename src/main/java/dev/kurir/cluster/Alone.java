package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** A node without others: nothing is started, nobody is asked or told. Thread-safe. */
public record Alone(Node self) implements Cluster {
  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public List<Node> members() {
    return List.of(self);
  }

  @Override
  public void onChange(Runnable changed) {}

  @Override
  public CompletionStage<byte[]> ask(Node node, String topic, byte[] question) {
    return CompletableFuture.failedFuture(new IOException("node " + node.id() + " is not here"));
  }

  @Override
  public void answer(String topic, Function<byte[], CompletionStage<byte[]>> by) {}

  @Override
  public void tell(String topic, byte[] news) {}

  @Override
  public void hear(String topic, Consumer<byte[]> by) {}
}
