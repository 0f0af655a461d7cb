package dev.kurir.message;

/**
 * The number of a bot, given by the active database; or of a user of the messenger, to whom users
 * write as they write to a bot.
 */
public record BotId(int value) {
  public BotId {
    Rules.positive("bot id", value);
  }

  /** Whether it is a user of the messenger. */
  public boolean isMember() {
    return value >= OwnerId.MEMBERS;
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
