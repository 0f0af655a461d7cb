package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A person with Telegram in the sandbox. What they do becomes an update of the bot; the methods
 * return at once, with the id of the message. Thread-safe.
 */
public final class TelegramUser {
  private final long id;
  private final @Nullable String username;
  private final String firstName;
  private final @Nullable String lastName;
  private final TelegramSandbox telegram;

  TelegramUser(
      long id,
      @Nullable String username,
      String firstName,
      @Nullable String lastName,
      TelegramSandbox telegram) {
    this.id = id;
    this.username = username;
    this.firstName = firstName;
    this.lastName = lastName;
    this.telegram = telegram;
  }

  /** Also the id of their chat with any bot. */
  public long id() {
    return id;
  }

  /** Without {@code @}. */
  public @Nullable String username() {
    return username;
  }

  public String displayName() {
    return lastName == null ? firstName : firstName + " " + lastName;
  }

  /** Writes a text to a bot. */
  public long says(TelegramBot bot, String text) {
    return telegram.post(bot, this, id, "message", content(text));
  }

  /** Writes a text as a reply to a message of their chat with the bot. */
  public long replies(TelegramBot bot, long messageId, String text) {
    ObjectNode message = content(text);
    message
        .putObject("reply_to_message")
        .put("message_id", messageId)
        .put("date", 0)
        .set("chat", telegram.chatJson(id));
    return telegram.post(bot, this, id, "message", message);
  }

  /** Changes a message they wrote. */
  public void edits(TelegramBot bot, long messageId, String text) {
    telegram.post(
        bot,
        this,
        id,
        "edited_message",
        content(text).put("message_id", messageId).put("edit_date", 1));
  }

  /** Writes in a group that the bot is in. */
  public long says(TelegramBot bot, TelegramGroup group, String text) {
    return telegram.post(bot, this, group.id(), "message", content(text));
  }

  /**
   * Fires any update. A missing {@code update_id} is added; so are {@code message_id}, {@code
   * date}, {@code chat} and {@code from} of whatever kind of message it holds.
   *
   * @return the update's id; 0 where the bot does not want its kind
   */
  public long sends(TelegramBot bot, String updateJson) {
    return telegram.fire(bot, this, Json.trusted(updateJson));
  }

  /** Blocks the bot: it is told once ({@code my_chat_member}), and refused (403) from then on. */
  public void blocks(TelegramBot bot) {
    telegram.block(bot, this, true);
  }

  /** Takes the bot back. */
  public void unblocks(TelegramBot bot) {
    telegram.block(bot, this, false);
  }

  ObjectNode json() {
    ObjectNode user = Json.object().put("id", id).put("is_bot", false);
    user.setAll(name());
    return user.put("language_code", "id");
  }

  ObjectNode name() {
    ObjectNode name = Json.object().put("first_name", firstName);
    if (lastName != null) {
      name.put("last_name", lastName);
    }
    if (username != null) {
      name.put("username", username);
    }
    return name;
  }

  private static ObjectNode content(String text) {
    ObjectNode message = Json.object().put("text", text);
    if (text.matches("(?s)/[A-Za-z0-9_]+.*")) {
      int end = text.indexOf(' ');
      message
          .putArray("entities")
          .addObject()
          .put("type", "bot_command")
          .put("offset", 0)
          .put("length", end < 0 ? text.length() : end);
    }
    return message;
  }

  @Override
  public String toString() {
    return "Telegram user " + displayName();
  }
}
