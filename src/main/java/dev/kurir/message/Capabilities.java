package dev.kurir.message;

/**
 * What a network can do and how much it takes: data, so that nothing outside its package asks which
 * network it is.
 *
 * @param displayName how owners read it: {@code Telegram}
 * @param textLimit the longest text of one message, in UTF-16 units
 * @param itemsPerRequest how many messages one request may carry
 * @param requestsPerBot how many requests of one bot may be under way at once
 * @param recognisesRepeats whether a repeated request with the same retry key is sent only once, so
 *     that an attempt needs no record before it
 * @param canBeMaster whether an owner may read and answer here
 * @param pace how fast one bot may send
 */
public record Capabilities(
    NetworkName network,
    String displayName,
    int textLimit,
    int itemsPerRequest,
    int requestsPerBot,
    boolean recognisesRepeats,
    boolean canBeMaster,
    Pace pace) {
  public Capabilities {
    Rules.positive("textLimit", textLimit);
    Rules.positive("itemsPerRequest", itemsPerRequest);
    Rules.positive("requestsPerBot", requestsPerBot);
  }
}
