package dev.kurir.api;

import dev.kurir.mapping.Replay;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.reload.RouteReload;
import dev.kurir.reload.RouteStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/** The operations on route files, as the bean {@code routeFiles}. Thread-safe. */
public final class RouteFiles {
  private static final Set<String> SERVICES = Set.of("http", "https");

  private final RouteReload routes;
  private final Replay replay;
  private final Clock clock;

  public RouteFiles(RouteReload routes, Replay replay, Clock clock) {
    this.routes = routes;
    this.replay = replay;
    this.clock = clock;
  }

  /** Which version runs. */
  public Status status() {
    return Status.of(routes.status());
  }

  /** What would be refused. */
  public Checked check(@Body byte @Nullable [] body) throws IOException {
    return new Checked(routes.check(RequestBody.read(body, Set.of("files")).texts("files")));
  }

  /** Goes back to a version. */
  public Status rollBack(@Body byte @Nullable [] body) throws IOException {
    String number =
        RequestBody.read(body, Set.of("version")).optionalText("version").orElse("").strip();
    if (!number.matches("[0-9]{0,9}")) {
      throw new InvalidFieldException("version", number, "the number of a kept version");
    }
    routes.rollback(number.isEmpty() ? null : Integer.valueOf(number));
    return status();
  }

  /** Maps stored messages under proposed files. */
  public Tried tryOut(@Body byte @Nullable [] body) throws IOException, SQLException {
    RequestBody request = RequestBody.read(body, Set.of("files", "since", "calls", "promote"));
    Map<String, String> files = request.texts("files");
    List<Different> items = new ArrayList<>();
    RouteReload.Trial trial =
        routes.tryOut(
            files,
            flag(request, "calls") ? SERVICES : Set.of(),
            since(request.optionalText("since").orElse("1d")),
            replay,
            one ->
                items.add(
                    new Different(
                        one.id().value(), one.network().value(), one.before(), one.after())));
    List<String> refused = trial.refused();
    boolean promote = refused.isEmpty() && flag(request, "promote");
    if (promote) {
      refused = routes.promote(files);
    }
    return new Tried(
        trial.messages(),
        trial.different(),
        trial.notCalled(),
        refused,
        promote && refused.isEmpty(),
        items);
  }

  private static boolean flag(RequestBody request, String name) {
    String text = request.optionalText(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new InvalidFieldException(name, text, "true or false");
    }
    return text.equals("true");
  }

  private Instant since(String text) {
    try {
      if (text.matches("[0-9]{1,4}[smhd]")) {
        String amount = text.toUpperCase(Locale.ROOT);
        return clock
            .instant()
            .minus(Duration.parse(amount.endsWith("D") ? "P" + amount : "PT" + amount));
      }
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException("since", text, "1d, 12h, or a time: 2026-11-22T09:00:00Z");
    }
  }

  /** The answer to {@code GET /route-files}. */
  public record Status(
      int version,
      String since,
      List<Integer> kept,
      List<String> refused,
      @Nullable String refusedAt) {
    static Status of(RouteStatus status) {
      Instant at = status.refusedAt();
      return new Status(
          status.version(),
          status.since().toString(),
          status.kept(),
          status.refused(),
          at == null ? null : at.toString());
    }
  }

  /** The answer to a check. */
  public record Checked(List<String> refused) {}

  /** A message that becomes something else. */
  public record Different(
      long id, String network, List<Replay.Outgoing> before, List<Replay.Outgoing> after) {}

  /** The answer to a trial. */
  public record Tried(
      long messages,
      long different,
      long notCalled,
      List<String> refused,
      boolean promoted,
      List<Different> items) {}
}
