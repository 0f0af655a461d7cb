package dev.kurir.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrandTest {
  @Test
  void tasksAreDoneInTheirOrderByManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Strand strand = new Strand(threads);
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 150; i++) {
      int number = i;
      strand.execute(() -> done.add(number));
    }
    while (!strand.idle()) {
      Thread.onSpinWait();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).isEqualTo(IntStream.range(0, 150).boxed().toList());
  }

  @Test
  void whatFailsDoesNotStopTheRest() {
    Queue<Runnable> given = new ArrayDeque<>();
    Strand strand = new Strand(given::add);
    List<String> done = new ArrayList<>();
    strand.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    strand.execute(() -> done.add("next"));
    assertThatThrownBy(() -> given.remove().run()).hasMessage("on purpose");
    given.remove().run();
    assertThat(done).containsExactly("next");
    assertThat(strand.idle()).isTrue();
  }

  @Test
  void tooManyAreRefused() {
    Queue<Runnable> given = new ArrayDeque<>();
    Strand strand = new Strand(given::add);
    for (int i = 0; i < 201; i++) {
      strand.execute(() -> {});
    }
    assertThatThrownBy(() -> strand.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
