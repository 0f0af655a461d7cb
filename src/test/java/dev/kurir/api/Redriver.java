package dev.kurir.api;

import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.MessageId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Redrives the messages that a test declares dead, each once. */
public final class Redriver implements Redrive {
  private final Map<Long, Long> dead = new ConcurrentHashMap<>();

  /** Declares a message dead; redriving it gives the other id. */
  public void dead(long id, long again) {
    dead.put(id, again);
  }

  @Override
  public MessageId redrive(MessageId message) {
    Long again = dead.remove(message.value());
    if (again == null) {
      throw new InvalidFieldException(
          "id", message + " is delivered", "a message that is dead or uncertain");
    }
    return new MessageId(again);
  }
}
