package dev.kurir.testing;

import dev.kurir.cluster.Cluster;
import dev.kurir.database.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A cluster within one JVM, in which a test says when what is told arrives, in the order in which
 * it was told. A member that has left believes what it believed last. For one thread.
 */
public final class HandCluster {
  private final List<Member> members = new ArrayList<>();
  private final Queue<Runnable> post = new ArrayDeque<>();

  /** A new member, the youngest. */
  public Member join(int id) {
    Member member = new Member(new Node(id));
    comeBack(member);
    return member;
  }

  /** It has left; what it has told before still arrives. */
  public void leave(Member member) {
    members.remove(member);
    tellChange();
  }

  /** It is a member, the youngest. */
  public void comeBack(Member member) {
    members.add(member);
    tellChange();
  }

  /** It sees nobody else any more. */
  public void cutOff(Member member) {
    leave(member);
    member.known = List.of(member.self);
    List.copyOf(member.changed).forEach(Runnable::run);
  }

  /** What was told arrives, and what is told in answer. */
  public void deliver() {
    for (Runnable next = post.poll(); next != null; next = post.poll()) {
      next.run();
    }
  }

  private void tellChange() {
    for (Member member : List.copyOf(members)) {
      member.known = members.stream().map(Member::self).toList();
      List.copyOf(member.changed).forEach(Runnable::run);
    }
  }

  /** The cluster as one node sees it. */
  public final class Member implements Cluster {
    private final Node self;
    private final List<Runnable> changed = new ArrayList<>();
    private final Map<String, Consumer<byte[]>> hears = new HashMap<>();
    private List<Node> known = List.of();

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
      return CompletableFuture.failedFuture(new IOException("nobody is asked here"));
    }

    @Override
    public void answer(String topic, Function<byte[], CompletionStage<byte[]>> by) {}

    @Override
    public void tell(String topic, byte[] news) {
      if (!members.contains(this)) {
        return;
      }
      for (Member other : members) {
        if (other != this) {
          post.add(() -> other.receive(topic, news));
        }
      }
    }

    @Override
    public void hear(String topic, Consumer<byte[]> by) {
      hears.put(topic, by);
    }

    /** Hears at once what somebody tells. */
    public void receive(String topic, byte[] news) {
      Consumer<byte[]> hearer = hears.get(topic);
      if (hearer != null) {
        hearer.accept(news);
      }
    }

    /** Starts again: nobody hears for it, nor is told of changes. */
    public void forget() {
      changed.clear();
      hears.clear();
    }
  }
}
