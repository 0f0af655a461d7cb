package dev.kurir.gateway;

import dev.kurir.message.OwnerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which clients look at which groups and rooms (XEP-0045): their full addresses, by the circles'
 * names. Being a member does not depend on it. Thread-safe.
 */
final class Occupants {
  private final Map<String, Map<String, OwnerId>> circles = new ConcurrentHashMap<>();

  void enter(String circle, Jid client, OwnerId person) {
    circles.compute(
        circle,
        (name, others) -> {
          Map<String, OwnerId> clients =
              others == null ? new LinkedHashMap<>() : new LinkedHashMap<>(others);
          clients.put(client.toString(), person);
          return clients;
        });
  }

  /** False when it was not there. */
  boolean leave(String circle, Jid client) {
    boolean was = isIn(circle, client);
    circles.computeIfPresent(
        circle,
        (name, others) -> {
          Map<String, OwnerId> clients = new LinkedHashMap<>(others);
          clients.remove(client.toString());
          return clients.isEmpty() ? null : clients;
        });
    return was;
  }

  boolean isIn(String circle, Jid client) {
    return of(circle).containsKey(client.toString());
  }

  /** The clients of a person. */
  List<String> of(String circle, OwnerId person) {
    List<String> clients = new ArrayList<>();
    of(circle)
        .forEach(
            (client, whose) -> {
              if (whose.equals(person)) {
                clients.add(client);
              }
            });
    return clients;
  }

  /** All clients but those of a person. */
  List<String> others(String circle, OwnerId person) {
    List<String> clients = new ArrayList<>(of(circle).keySet());
    clients.removeAll(of(circle, person));
    return clients;
  }

  private Map<String, OwnerId> of(String circle) {
    return circles.getOrDefault(circle, Map.of());
  }

  /** A client is nowhere any more; whether it was somewhere. */
  boolean gone(Jid client) {
    boolean was = false;
    for (String circle : List.copyOf(circles.keySet())) {
      was |= leave(circle, client);
    }
    return was;
  }

  /** None of somebody's clients is anywhere any more. */
  void forget(OwnerId person) {
    for (String circle : List.copyOf(circles.keySet())) {
      of(circle, person).forEach(client -> leave(circle, Jid.of(client)));
    }
  }

  /** The stream was lost: who is where isn't known any more. */
  void forgetAll() {
    circles.clear();
  }
}
