package dev.kurir.message;

/** The number of a bot, given by the active database. */
public record BotId(int value) {
  public BotId {
    Rules.positive("bot id", value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
