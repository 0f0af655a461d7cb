package dev.kurir.message;

/**
 * A message's id as its network gave it; with the bot it is what makes a redelivery recognisable.
 */
public record NetworkMessageId(String value) {
  public NetworkMessageId {
    Rules.text("network message id", value, 512);
  }

  @Override
  public String toString() {
    return value;
  }
}
