package dev.kurir.api;

import dev.kurir.api.Answers.Page;
import dev.kurir.message.InvalidFieldException;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of a listing that a request asks for: what comes after an id, at most so many. One row
 * more is read to know whether there is a next page.
 *
 * @param after an id; 0: from the beginning
 * @param limit 1 to {@link #MOST}
 */
record Paging(long after, int limit) {
  static final int MOST = 1000;
  private static final int USUAL = 100;

  /**
   * Reads the parameters, which may be left out.
   *
   * @throws InvalidFieldException when one is no number in its range
   */
  static Paging of(@Nullable String after, @Nullable String limit) {
    return new Paging(
        after == null ? 0 : number("after", after, 0, Long.MAX_VALUE, "an id of this listing"),
        limit == null
            ? USUAL
            : (int) number("limit", limit, 1, MOST, "a number from 1 to " + MOST));
  }

  /** How many rows to read. */
  int rows() {
    return limit + 1;
  }

  /** The page of the rows that were read. */
  <T> Page page(List<T> rows, ToLongFunction<T> id) {
    if (rows.size() <= limit) {
      return new Page(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page(items, id.applyAsLong(items.get(limit - 1)));
  }

  /**
   * Reads a number.
   *
   * @throws InvalidFieldException naming the field and the rule when it is none in the range
   */
  static long number(String name, String value, long least, long most, String rule) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InvalidFieldException(
        name, value.length() > 20 ? "too long" : '"' + value + '"', rule);
  }
}
