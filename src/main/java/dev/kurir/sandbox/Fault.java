package dev.kurir.sandbox;

/** What can go wrong with one request to a sandbox, as it does with the real networks. */
public enum Fault {
  /** 429: too many requests. Nothing was processed. */
  RATE_LIMIT,
  /** 429 of LINE: the month's messages are spent. On Telegram the same as {@link #RATE_LIMIT}. */
  MONTHLY_LIMIT,
  /** 500 with the network's JSON. Nothing was processed. */
  SERVER_ERROR,
  /** 502 with a page of HTML, as a proxy before the network answers. Nothing was processed. */
  BAD_GATEWAY,
  /** No answer, ever. Nothing was processed. */
  HANG,
  /** The connection breaks. Nothing was processed. */
  RESET,
  /** The request is processed at once, its answer comes three seconds late. */
  LATE,
  /** The request was processed; its 500 says nothing of it. */
  SERVER_ERROR_AFTER_PROCESSING,
  /** The request was processed, but no answer comes. */
  HANG_AFTER_PROCESSING,
  /** The request was processed, but the connection breaks instead of an answer. */
  RESET_AFTER_PROCESSING;

  boolean afterProcessing() {
    return name().endsWith("_AFTER_PROCESSING");
  }
}
