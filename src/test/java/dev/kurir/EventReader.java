package dev.kurir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Reads somebody's event stream in a thread of its own until it is closed or ends. */
final class EventReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Stream<String> lines;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /** One event; id is empty for what has no number. */
  record Event(String id, String name, JsonNode data) {}

  private EventReader(Stream<String> lines) {
    this.lines = lines;
    Thread thread = new Thread(this::read, "event-reader");
    thread.setDaemon(true);
    thread.start();
  }

  static EventReader of(Member member, long after) throws Exception {
    return new EventReader(member.lines(after));
  }

  private void read() {
    String id = "";
    String name = "";
    try {
      for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
        String line = all.next();
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(id, name, JSON.readTree(line.substring(6))));
        } else if (line.isEmpty()) {
          id = "";
          name = "";
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // closed
    } finally {
      ended = true;
    }
  }

  List<Event> events() {
    return events;
  }

  List<Event> of(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  /** The texts of the messages so far. */
  List<String> texts() {
    return of("message").stream().map(event -> event.data().path("text").textValue()).toList();
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() {
    lines.close();
  }
}
