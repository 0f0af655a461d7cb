package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A person with LINE in the sandbox. What they do reaches the bot's webhook as a signed event; the
 * methods return at once, with the id of the message. Thread-safe.
 */
public final class LineUser {
  private final String userId;
  private final String displayName;
  private final LineSandbox line;
  private final Set<String> blocked = ConcurrentHashMap.newKeySet();

  LineUser(String userId, String displayName, LineSandbox line) {
    this.userId = userId;
    this.displayName = displayName;
    this.line = line;
  }

  public String userId() {
    return userId;
  }

  public String displayName() {
    return displayName;
  }

  /** Writes a text to a bot. */
  public String says(LineBot bot, String text) {
    return says(bot, textMessage(text));
  }

  /** Writes a text that quotes a message, usually one that the bot sent. */
  public String quotes(LineBot bot, String messageId, String text) {
    return says(bot, textMessage(text).put("quotedMessageId", messageId));
  }

  /** Sends a picture, whose bytes the bot can fetch. */
  public String sendsImage(LineBot bot, byte[] jpeg) {
    ObjectNode message = Json.object().put("type", "image").put("id", line.nextMessageId());
    message.putObject("contentProvider").put("type", "line");
    line.setContent(message.path("id").asText(), "image/jpeg", jpeg);
    return says(bot, message);
  }

  /**
   * Fires any event. Fields that are missing are added: source, timestamp, mode, reply token, event
   * id, delivery context. A reply token that is given is replaced by one that works.
   *
   * @param eventJson an element of {@code events}
   * @return the event's id
   */
  public String sends(LineBot bot, String eventJson) {
    return line.fire(this, bot, Json.trusted(eventJson));
  }

  /** Adds the bot as a friend, or takes it back after blocking it. */
  public void follows(LineBot bot) {
    boolean unblocked = blocked.remove(bot.userId());
    ObjectNode event = Json.object().put("type", "follow");
    event.putObject("follow").put("isUnblocked", unblocked);
    line.fire(this, bot, event);
  }

  /** Blocks the bot: its messages are accepted and never shown. */
  public void blocks(LineBot bot) {
    blocked.add(bot.userId());
    line.fire(this, bot, Json.object().put("type", "unfollow"));
  }

  boolean blocked(LineBot bot) {
    return blocked.contains(bot.userId());
  }

  private String says(LineBot bot, ObjectNode message) {
    ObjectNode event = Json.object().put("type", "message");
    event.set("message", message);
    line.fire(this, bot, event);
    return message.path("id").asText();
  }

  private ObjectNode textMessage(String text) {
    String id = line.nextMessageId();
    return Json.object()
        .put("type", "text")
        .put("id", id)
        .put("quoteToken", LineRules.quoteToken(id))
        .put("text", text);
  }

  @Override
  public String toString() {
    return "LINE user " + displayName;
  }
}
