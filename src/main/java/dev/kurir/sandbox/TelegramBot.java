package dev.kurir.sandbox;

/**
 * A bot of the sandbox's Telegram, as BotFather hands it over.
 *
 * @param username without {@code @}
 */
public record TelegramBot(long id, String username, String token) {

  /** Names the bot without its token. */
  @Override
  public String toString() {
    return "Telegram bot @" + username + " (" + id + ")";
  }
}
