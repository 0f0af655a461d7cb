package dev.kurir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.OwnerId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class PortionTest {
  private static final int FIRST = 1_000_000_000;

  /** Of a lane, and how many drafts it becomes. */
  record Sketch(int lane, int drafts) {}

  @Provide
  Arbitrary<List<Sketch>> batches() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7),
            Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0, 2)),
                Tuple.of(3, Arbitraries.integers().between(50, 3_000)),
                Tuple.of(1, Arbitraries.integers().between(9_000, 30_000))))
        .as(Sketch::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(200);
  }

  @Property(tries = 300)
  void eachLaneKeepsItsFirstMessagesAndTheOldestGoes(@ForAll("batches") List<Sketch> batch) {
    List<InboxMessage> messages = messages(batch);
    List<InboxMessage> kept = Portion.of(messages, message -> drafts(batch, message));

    assertThat(kept).isSubsetOf(messages).startsWith(messages.get(0));
    for (int lane = 0; lane < 8; lane++) {
      List<InboxMessage> all = ofLane(messages, lane);
      List<InboxMessage> some = ofLane(kept, lane);
      assertThat(some).isEqualTo(all.subList(0, some.size()));
    }
  }

  @Property(tries = 300)
  void itIsBoundedAndWhatFitsIsWhole(@ForAll("batches") List<Sketch> batch) {
    List<InboxMessage> messages = messages(batch);
    List<InboxMessage> kept = Portion.of(messages, message -> drafts(batch, message));
    int total = kept.stream().mapToInt(message -> drafts(batch, message)).sum();
    int all = batch.stream().mapToInt(Sketch::drafts).sum();
    int oldest = batch.get(0).drafts();

    if (all <= Portion.MOST) {
      assertThat(kept).isEqualTo(messages);
    } else {
      assertThat(total).isLessThanOrEqualTo(Math.max(oldest, Portion.MOST / 2) + Portion.MOST / 2);
    }
  }

  @Test
  void whoWritesToOneGoesBesideALargeRoom() {
    List<Sketch> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(new Sketch(0, 9_000));
      batch.add(new Sketch(1, 1));
    }
    List<InboxMessage> kept = Portion.of(messages(batch), message -> drafts(batch, message));

    assertThat(ofLane(kept, 0)).hasSize(1);
    assertThat(ofLane(kept, 1)).hasSize(100);
  }

  @Test
  void theOldestIsTheOldestOfAllLanes() {
    List<Sketch> batch = IntStream.range(0, 4).mapToObj(i -> new Sketch(i, 20_000)).toList();
    List<InboxMessage> messages = new ArrayList<>(messages(batch));
    Collections.reverse(messages);

    assertThat(Portion.of(messages, message -> drafts(batch, message)))
        .extracting(message -> message.id().value())
        .containsExactly(1L);
  }

  private static int drafts(List<Sketch> batch, InboxMessage message) {
    return batch.get((int) message.id().value() - 1).drafts();
  }

  private static List<InboxMessage> ofLane(List<InboxMessage> messages, int lane) {
    return messages.stream().filter(message -> message.lane().number() == lane).toList();
  }

  private static List<InboxMessage> messages(List<Sketch> batch) {
    return IntStream.range(0, batch.size())
        .mapToObj(
            i -> {
              OwnerId owner = new OwnerId(FIRST - FIRST % 16 + 16 + batch.get(i).lane());
              return new InboxMessage(
                  new MessageId(i + 1),
                  LocalDate.parse("2026-03-01"),
                  1,
                  new NetworkName("udp"),
                  false,
                  owner,
                  new BotId(owner.value()),
                  new Address("ani"),
                  "ani",
                  null,
                  "text",
                  "hai",
                  null);
            })
        .toList();
  }
}
