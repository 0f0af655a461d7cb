package dev.kurir.api.community;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing by names. One row more than fits is read to know whether there is a next one.
 *
 * @param next what to ask for as {@code after}; null: there is no more
 */
record NamePage<T>(List<T> items, @Nullable String next) {
  /**
   * Makes one.
   *
   * @param rows at most one more than the limit
   */
  static <T> NamePage<T> of(List<T> rows, int limit, Function<T, String> name) {
    if (rows.size() <= limit) {
      return new NamePage<>(rows, null);
    }
    List<T> items = List.copyOf(rows.subList(0, limit));
    return new NamePage<>(items, name.apply(items.get(limit - 1)));
  }
}
