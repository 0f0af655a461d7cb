package dev.kurir.sandbox;

/** What LINE does with a webhook that was not answered 2xx. */
public enum LineRedelivery {
  /** Nothing: the event is lost. LINE's own default. */
  OFF,
  /** It comes again later; what follows overtakes it, as LINE warns. */
  LATER,
  /** It comes again, and the user's further messages to this bot wait behind it. */
  IN_ORDER
}
