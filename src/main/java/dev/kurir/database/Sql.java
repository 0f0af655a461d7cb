package dev.kurir.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The named statements of {@code sql/queries}: {@code Sql.named("inbox/append")} is the text of
 * {@code sql/queries/inbox/append.sql}. Thread-safe.
 */
public final class Sql {
  private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

  private Sql() {}

  /**
   * The statement's text.
   *
   * @throws IllegalStateException when there is no such file
   */
  public static String named(String name) {
    return TEXTS.computeIfAbsent(name, Sql::read);
  }

  /**
   * The text of a statement about one network: {@code :network} stands in it for the name. As a
   * literal the planner sees it and leaves out the other networks' tables.
   *
   * @param network a network's name: letters, digits and hyphens
   */
  public static String of(String name, String network) {
    String text = named(name);
    return TEXTS.computeIfAbsent(
        name + ":" + network, key -> text.replace(":network", "'" + network + "'"));
  }

  private static String read(String name) {
    String path = "/sql/queries/" + name + ".sql";
    try (InputStream in = Sql.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + ": missing (expected: a statement file)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
