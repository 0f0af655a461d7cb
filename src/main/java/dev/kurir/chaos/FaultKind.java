package dev.kurir.chaos;

import java.util.Locale;

/** What can go wrong in a run, in the words of the report. */
enum FaultKind {
  /** SIGKILL of Kurir, then a new start, by webhook or by polling. */
  KILL_KURIR,
  /** SIGTERM of Kurir, then a new start. */
  STOP_KURIR,
  /** Fast shutdown of PostgreSQL for some seconds. */
  STOP_DATABASE,
  /** SIGKILL of PostgreSQL. */
  KILL_DATABASE,
  /** PostgreSQL takes connections and answers nothing. */
  FREEZE_DATABASE,
  /** Kurir is killed while PostgreSQL is away, and starts before it is back. */
  KILL_BOTH,
  /** Not a byte is left for the journal. */
  FULL_DISK,
  /** LINE and Telegram answer late, or never, having processed the request or not. */
  TIME_OUTS,
  /** 429 with a time to wait. */
  RATE_LIMITS,
  /** 500 and 502; from LINE also after processing. */
  SERVER_ERRORS,
  /** Connections break, before or after processing. */
  RESETS,
  /** The XMPP server takes connections and answers nothing. */
  BLACK_HOLE,
  /** SIGKILL of the XMPP server. */
  KILL_XMPP,
  /** Kurir's clock jumps two hours ahead or back, some are told to wait, then it is right again. */
  CLOCK_JUMPS,
  /** Kurir is killed while its clock is two hours wrong, and starts with the right one. */
  KILL_WRONG_CLOCK,
  /** Webhooks come late, twice and, from LINE, in another order. */
  WEBHOOKS;

  /** As it is written on the command line and in reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
