package dev.kurir.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Address;
import dev.kurir.message.Dispatch;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A network that delivers, unless its script for the address says otherwise, and refuses to be
 * handed two messages of one address at once. One thread.
 */
final class FakeNetwork {
  /** Every hand-over in its order. */
  final List<Dispatch> handed = new ArrayList<>();

  private final Map<Address, List<String>> shown = new HashMap<>();
  private final Map<Address, Deque<Function<Dispatch, Outcome>>> scripts = new HashMap<>();
  private final Set<Address> underWay = new HashSet<>();
  private long sent;

  /** The next attempts to the address end so; after the last it delivers. */
  @SafeVarargs
  final void script(String address, Function<Dispatch, Outcome>... outcomes) {
    scripts
        .computeIfAbsent(new Address(address), a -> new ArrayDeque<>())
        .addAll(List.of(outcomes));
  }

  /** A message arrives. */
  void take(Dispatch dispatch) {
    assertThat(underWay.add(dispatch.recipient()))
        .as("one message at a time to %s", dispatch.recipient())
        .isTrue();
    handed.add(dispatch);
  }

  /** How the attempt ends. */
  Outcome end(Dispatch dispatch) {
    underWay.remove(dispatch.recipient());
    Deque<Function<Dispatch, Outcome>> script = scripts.get(dispatch.recipient());
    Outcome outcome =
        script == null || script.isEmpty()
            ? new Outcome.Delivered(
                dispatch.items().stream()
                    .map(item -> new NetworkMessageId("sent-" + ++sent))
                    .toList())
            : script.remove().apply(dispatch);
    if (outcome instanceof Outcome.Delivered) {
      dispatch
          .items()
          .forEach(
              item ->
                  shown
                      .computeIfAbsent(dispatch.recipient(), a -> new ArrayList<>())
                      .add(item.text()));
    }
    return outcome;
  }

  /** The process died: nobody hears how its attempts ended. */
  void forgetUnderWay() {
    underWay.clear();
  }

  /** What was delivered to an address, in its order. */
  List<String> shown(String address) {
    return shown.getOrDefault(new Address(address), List.of());
  }

  int delivered() {
    return shown.values().stream().mapToInt(List::size).sum();
  }
}
