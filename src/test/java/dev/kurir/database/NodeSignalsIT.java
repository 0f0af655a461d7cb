package dev.kurir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kurir.owner.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class NodeSignalsIT {
  @Test
  void otherNodesHearAndTheTellerDoesNot() {
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    try (TestDatabase database = TestDatabase.start();
        NodeSignals one = NodeSignals.open(database.database(), new Node(1), first::add);
        NodeSignals two = NodeSignals.open(database.database(), new Node(2), second::add)) {
      await()
          .until(
              () -> {
                one.tell("appended line 3");
                return second.contains("appended line 3");
              });
      await()
          .until(
              () -> {
                two.tell("heard -17");
                return first.contains("heard -17");
              });
      database.cut();
      await()
          .until(
              () -> {
                one.tell("again");
                return second.contains("again");
              });
      assertThat(first).containsOnly("heard -17");
      assertThat(second).containsOnly("appended line 3", "again");
    }
  }
}
