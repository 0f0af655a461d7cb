package dev.kurir.message;

/** The number of a row in an inbox or an outbox, unique over all of them. */
public record MessageId(long value) {
  public MessageId {
    Rules.positive("message id", value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
