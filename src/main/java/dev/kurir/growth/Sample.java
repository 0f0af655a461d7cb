package dev.kurir.growth;

/**
 * By what a day is measured: days exactly like it, each in partitions of its own, because pages
 * that a day leaves half empty stay so. They are repeated until every table has {@link #ROWS} rows,
 * at most {@link #DAYS} times; of a day with more rows a part is taken.
 *
 * @param days how many are alike
 * @param telegram messages of one that come from Telegram, and as many that go there
 * @param xmpp the same of XMPP; 0 where nobody is on XMPP
 */
record Sample(Day day, int days, long telegram, long xmpp) {
  static final int ROWS = 20_000;
  static final int DAYS = 20;

  static Sample of(Day day) {
    long fewest = day.onXmpp() == 0 ? day.telegram() : day.xmpp();
    if (fewest > ROWS) {
      return new Sample(day, 1, part(day.telegram(), fewest), part(day.xmpp(), fewest));
    }
    long days = Math.min(DAYS, (ROWS + fewest - 1) / fewest);
    return new Sample(day, (int) days, day.telegram(), day.xmpp());
  }

  private static long part(long messages, long fewest) {
    return Math.round((double) messages / fewest * ROWS);
  }

  /** What it is, completing "measured by …". */
  String words() {
    if (telegram < day.telegram()) {
      return "a part of such a day, at least " + Wording.count((long) ROWS) + " rows a table,";
    }
    return days == 1 ? "one such day" : Wording.count((long) days) + " such days";
  }

  /** Owners that masters are measured by. */
  int owners() {
    return ROWS;
  }

  /** Owners of them whose bots and contacts are there as well. */
  int ownersWithBots() {
    return (ROWS + day.partners() - 1) / day.partners();
  }
}
