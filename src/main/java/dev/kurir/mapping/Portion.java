package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Lane;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * So much of a batch as becomes a bounded number of drafts, which one transaction can take: a
 * message to a room becomes one for each member.
 *
 * <p>The oldest message always goes, so every one's turn comes. Beside it goes what fits, from the
 * lanes that ask for least first, so that a room holds up no more than its own lane.
 */
final class Portion {
  /** How many drafts there are at most, unless the oldest message alone becomes more. */
  static final int MOST = 10_000;

  private Portion() {}

  /** The rest of a lane. */
  private static final class Strand {
    private final Iterator<InboxMessage> rest;
    private final ToIntFunction<InboxMessage> drafts;
    private InboxMessage next;

    /** How many drafts there are of this lane when the next message has gone, too. */
    private long end;

    Strand(List<InboxMessage> messages, ToIntFunction<InboxMessage> drafts) {
      this.rest = messages.iterator();
      this.drafts = drafts;
      this.next = rest.next();
      this.end = drafts.applyAsInt(next);
    }

    long end() {
      return end;
    }

    long oldest() {
      return next.id().value();
    }

    int size() {
      return drafts.applyAsInt(next);
    }

    boolean goOn() {
      if (!rest.hasNext()) {
        return false;
      }
      next = rest.next();
      end += size();
      return true;
    }
  }

  /**
   * Those that go, in their order: of each lane the first ones.
   *
   * @param messages in order within each lane
   * @param drafts how many drafts a message becomes
   */
  static List<InboxMessage> of(List<InboxMessage> messages, ToIntFunction<InboxMessage> drafts) {
    if (messages.stream().mapToLong(drafts::applyAsInt).sum() <= MOST) {
      return messages;
    }
    Map<Lane, List<InboxMessage>> lanes =
        messages.stream()
            .collect(
                Collectors.groupingBy(InboxMessage::lane, LinkedHashMap::new, Collectors.toList()));
    Set<InboxMessage> kept =
        choose(lanes.values().stream().map(lane -> new Strand(lane, drafts)).toList());
    return messages.stream().filter(kept::contains).toList();
  }

  private static Set<InboxMessage> choose(Collection<Strand> strands) {
    Set<InboxMessage> kept = new HashSet<>();
    PriorityQueue<Strand> queue =
        new PriorityQueue<>(
            Comparator.comparingLong(Strand::end).thenComparingLong(Strand::oldest));
    Strand oldest = strands.stream().min(Comparator.comparingLong(Strand::oldest)).orElseThrow();
    kept.add(oldest.next);
    int total = Math.min(oldest.size(), MOST / 2); // something else goes beside the largest room
    for (Strand strand : strands) {
      if (strand != oldest || strand.goOn()) {
        queue.add(strand);
      }
    }
    while (!queue.isEmpty()) {
      Strand strand = queue.remove();
      if (total + strand.size() <= MOST) {
        kept.add(strand.next);
        total += strand.size();
        if (strand.goOn()) {
          queue.add(strand);
        }
      }
    }
    return kept;
  }
}
