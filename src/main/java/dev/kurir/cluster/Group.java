package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.RequestHandler;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.blocks.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster by JGroups: TCP with mutual TLS 1.3. A killed node is out after a second, a frozen one
 * after five; who wakes is merged within seconds. Thread-safe.
 */
public final class Group implements Cluster, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Group.class);
  private static final String NAME = "kurir";
  private static final int PATIENCE_S = 40;

  private final Node self;
  private final JChannel channel;
  private final MessageDispatcher dispatcher;
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(task -> daemon(task, "cluster-changes"));
  private final Map<String, Function<byte[], CompletionStage<byte[]>>> answers =
      new ConcurrentHashMap<>();
  private final Map<String, Consumer<byte[]>> hearers = new ConcurrentHashMap<>();
  private final List<Runnable> changed = new CopyOnWriteArrayList<>();
  private volatile Map<Node, Address> members = Map.of();

  private Group(Node self, JChannel channel) {
    this.self = self;
    this.channel = channel;
    this.dispatcher = new MessageDispatcher(channel, new Handler());
    dispatcher.asyncDispatching(true);
    dispatcher.setReceiver(
        new Receiver() {
          @Override
          public void viewAccepted(View view) {
            viewed(view);
          }
        });
  }

  /**
   * Joins those who are there; without any it is the first.
   *
   * @param active where nodes find each other without a list of peers
   * @throws ClusterException when the address can't be used
   */
  public static Group join(Node self, ClusterSettings settings, ClusterKey key, DataSource active) {
    try {
      JChannel channel = Protocols.channel(self, settings, key, active);
      Group group = new Group(self, channel);
      channel.connect(NAME);
      return group;
    } catch (Exception e) {
      throw new ClusterException(
          "kurir.cluster.bind: "
              + settings.bind()
              + " can't be used (expected: an address of this machine, and a free port): "
              + e.getMessage(),
          e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void viewed(View view) {
    Map<Node, Address> now = new LinkedHashMap<>();
    for (Address address : view.getMembers()) {
      Node node = Protocols.nodeOf(address);
      if (node != null) {
        now.put(node, address); // the later one: the node has restarted
      }
    }
    members = now;
    LOG.info("servers that work together: {}", now.keySet().stream().map(Node::id).toList());
    try {
      changes.execute(() -> changed.forEach(Runnable::run));
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody is told any more, the group is closed");
    }
  }

  @Override
  public Node self() {
    return self;
  }

  @Override
  public boolean isAlone() {
    return false;
  }

  @Override
  public List<Node> members() {
    return List.copyOf(members.keySet());
  }

  @Override
  public void onChange(Runnable told) {
    changed.add(told);
  }

  @Override
  public CompletionStage<byte[]> ask(Node node, String topic, byte[] question) {
    Address address = members.get(node);
    if (address == null) {
      return CompletableFuture.failedFuture(new IOException("node " + node.id() + " is gone"));
    }
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    try {
      dispatcher
          .<byte[]>sendMessageWithFuture(
              new BytesMessage(address, packed(topic, question)), RequestOptions.SYNC())
          .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
          .whenComplete(
              (bytes, failure) -> {
                if (failure == null && bytes != null) {
                  answer.complete(bytes);
                } else {
                  answer.completeExceptionally(
                      new IOException("node " + node.id() + " has not answered", failure));
                }
              });
    } catch (Exception e) {
      answer.completeExceptionally(
          new IOException("node " + node.id() + " can't be asked: " + e.getMessage(), e));
    }
    return answer;
  }

  @Override
  public void answer(String topic, Function<byte[], CompletionStage<byte[]>> by) {
    answers.put(topic, by);
  }

  @Override
  public void tell(String topic, byte[] news) {
    try {
      var unused =
          dispatcher.castMessageWithFuture(
              null, new BytesMessage(null, packed(topic, news)), RequestOptions.ASYNC());
    } catch (Exception e) {
      LOG.debug("nobody is told: {}", e.toString());
    }
  }

  @Override
  public void hear(String topic, Consumer<byte[]> by) {
    hearers.put(topic, by);
  }

  private void heard(Message message) {
    if (message.getSrc().equals(channel.getAddress())) {
      return;
    }
    Packed news = Packed.of(message);
    Consumer<byte[]> by = hearers.get(news.topic);
    if (by != null) {
      by.accept(news.words);
    }
  }

  /** Answers others' questions. */
  private final class Handler implements RequestHandler {
    @Override
    public Object handle(Message request) {
      throw new UnsupportedOperationException("asked with an answer to come");
    }

    @Override
    public void handle(Message request, @Nullable Response response) {
      if (response == null) {
        heard(request);
        return;
      }
      Packed question = Packed.of(request);
      var by = answers.get(question.topic);
      if (by == null) {
        response.send(new IOException("nobody answers " + question.topic), true);
        return;
      }
      try {
        var unused =
            by.apply(question.words)
                .whenComplete(
                    (answer, failure) -> {
                      if (failure == null) {
                        response.send(answer, false);
                      } else {
                        refuse(response, question.topic, failure);
                      }
                    });
      } catch (RuntimeException e) {
        refuse(response, question.topic, e);
      }
    }

    /** Only what happened crosses: a failure's own text may hold a message's. */
    private static void refuse(Response response, String topic, Throwable failure) {
      LOG.warn("{}: can't be answered: {}", topic, failure.toString());
      response.send(new IOException(topic + ": " + failure.getClass().getSimpleName()), true);
    }
  }

  /** What crosses: a topic's length, the topic, and words. */
  private record Packed(String topic, byte[] words) {
    static Packed of(Message message) {
      ByteBuffer bytes =
          ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength());
      byte[] topic = new byte[bytes.get()];
      bytes.get(topic);
      byte[] words = new byte[bytes.remaining()];
      bytes.get(words);
      return new Packed(new String(topic, StandardCharsets.US_ASCII), words);
    }
  }

  private static byte[] packed(String topic, byte[] words) {
    byte[] name = topic.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + name.length + words.length)
        .put((byte) name.length)
        .put(name)
        .put(words)
        .array();
  }

  @Override
  public void close() {
    changes.shutdown();
    channel.close();
  }
}
