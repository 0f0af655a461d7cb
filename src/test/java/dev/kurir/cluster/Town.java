package dev.kurir.cluster;

import dev.kurir.database.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A cluster within one JVM, whose membership a test changes. A member that has left goes on
 * believing what it believed last, as one that is cut off does. Thread-safe.
 */
public final class Town implements AutoCloseable {
  private final Map<Integer, Member> members = new ConcurrentSkipListMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "town");
            thread.setDaemon(true);
            return thread;
          });

  /** One of them, in the town from now on. */
  public Member join(int id) {
    Member member = new Member(new Node(id));
    members.put(id, member);
    tellChange();
    return member;
  }

  /** The others go on without it, and it does not know. */
  public void leave(int id) {
    Member gone = members.remove(id);
    if (gone != null) {
      gone.reached = false;
    }
    tellChange();
  }

  /** It is back. */
  public void rejoin(Member member) {
    member.reached = true;
    members.put(member.self.id(), member);
    tellChange();
  }

  private void tellChange() {
    List<Node> now = new ArrayList<>();
    members.values().forEach(member -> now.add(member.self));
    now.sort(Comparator.comparingInt(Node::id));
    for (Member member : members.values()) {
      member.known = List.copyOf(now);
      member.changed.forEach(Runnable::run);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** The cluster as one node sees it. */
  public final class Member implements Cluster {
    private final Node self;
    private final List<Runnable> changed = new CopyOnWriteArrayList<>();
    private final Map<String, Function<byte[], CompletionStage<byte[]>>> answers =
        new ConcurrentHashMap<>();
    private final Map<String, Consumer<byte[]>> hears = new ConcurrentHashMap<>();
    private volatile List<Node> known = List.of();
    private volatile boolean reached = true;

    private Member(Node self) {
      this.self = self;
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
      return known;
    }

    @Override
    public void onChange(Runnable runnable) {
      changed.add(runnable);
    }

    @Override
    public CompletionStage<byte[]> ask(Node node, String topic, byte[] question) {
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      Future<?> unused =
          threads.submit(
              () -> {
                Member asked = members.get(node.id());
                if (asked == null || !reached || !asked.answers.containsKey(topic)) {
                  answer.completeExceptionally(new IOException("node " + node.id() + " is gone"));
                  return;
                }
                asked
                    .answers
                    .get(topic)
                    .apply(question)
                    .whenComplete(
                        (told, failure) -> {
                          if (failure == null && asked.reached) {
                            answer.complete(told);
                          } else {
                            answer.completeExceptionally(new IOException("no answer"));
                          }
                        });
              });
      return answer;
    }

    /** What is under way to it fails for whoever asked, and what it does nobody hears. */
    public void die() {
      leave(self.id());
    }

    @Override
    public void answer(String topic, Function<byte[], CompletionStage<byte[]>> by) {
      answers.put(topic, by);
    }

    @Override
    public void tell(String topic, byte[] news) {
      for (Member other : members.values()) {
        Consumer<byte[]> hearer = other.hears.get(topic);
        if (other != this && hearer != null && reached) {
          threads.execute(() -> hearer.accept(news));
        }
      }
    }

    @Override
    public void hear(String topic, Consumer<byte[]> by) {
      hears.put(topic, by);
    }
  }
}
