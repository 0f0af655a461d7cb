package dev.kurir.reload;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which route files run, and what is wrong with those that do not.
 *
 * @param version the number of the version that runs
 * @param since when it began to
 * @param kept the versions that {@code routes rollback} can go back to
 * @param refused what is wrong with the files in the routes' folder, {@code file:line: rule: what
 *     to do}; empty where they run
 * @param refusedAt when they were refused
 */
public record RouteStatus(
    int version,
    Instant since,
    List<Integer> kept,
    List<String> refused,
    @Nullable Instant refusedAt) {
  public RouteStatus {
    kept = List.copyOf(kept);
    refused = List.copyOf(refused);
  }
}
