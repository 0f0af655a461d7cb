package dev.kurir.network.declared;

/** The names of the headers by which routes and Kurir hand messages to each other. */
final class Handed {
  /** In: the network's id of the message; the same in a redelivery. */
  static final String MESSAGE_ID = "KurirMessageId";

  /** In: where an answer goes. */
  static final String SENDER = "KurirSender";

  static final String USER_NAME = "KurirUserName";
  static final String DISPLAY_NAME = "KurirDisplayName";
  static final String KIND = "KurirKind";
  static final String SENT_AT = "KurirSentAt";
  static final String QUOTES = "KurirQuotes";

  /** In, from a webhook: the text that the network reads as the answer. */
  static final String REPLY = "KurirReply";

  /** In, from a webhook: the status that the network reads, 200 where there is none. */
  static final String REPLY_STATUS = "KurirReplyStatus";

  /** Out: where it goes. */
  static final String RECIPIENT = "KurirRecipient";

  /** Out: the same in every attempt. */
  static final String RETRY_KEY = "KurirRetryKey";

  static final String ATTEMPT = "KurirAttempt";
  static final String REPEATED = "KurirRepeated";

  /** Out, as JSON for jq: recipient, text, id, retryKey, attempt, repeated. */
  static final String MESSAGE = "KurirMessage";

  /** Report: delivered, retry, rejected, uncertain. */
  static final String OUTCOME = "KurirOutcome";

  static final String REASON = "KurirReason";
  static final String RETRY_AFTER = "KurirRetryAfter";
  static final String SCOPE = "KurirScope";
  static final String MEANING = "KurirMeaning";
  static final String SENT_ID = "KurirSentId";

  private Handed() {}
}
