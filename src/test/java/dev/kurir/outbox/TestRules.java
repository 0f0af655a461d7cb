package dev.kurir.outbox;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Paces and permits by address; without any, everything is free and nothing is permitted. */
final class TestRules implements NetworkRules {
  final Map<Address, Pace.Rate> paces = new HashMap<>();
  private final Map<Address, Deque<String>> permits = new HashMap<>();

  void permit(String address, String permit) {
    permits.computeIfAbsent(new Address(address), a -> new ArrayDeque<>()).add(permit);
  }

  @Override
  public Pace.@Nullable Rate pace(NetworkName network, Address to) {
    return paces.get(to);
  }

  @Override
  public Optional<String> permit(NetworkName network, BotId bot, Address to) {
    Deque<String> left = permits.get(to);
    return left == null ? Optional.empty() : Optional.ofNullable(left.poll());
  }
}
