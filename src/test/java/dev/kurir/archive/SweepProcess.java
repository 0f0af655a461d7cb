package dev.kurir.archive;

import dev.kurir.database.Database;
import dev.kurir.database.DatabaseAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A sweep in a process of its own, which says when it has passed a step and goes no further: it
 * waits to be killed.
 */
public final class SweepProcess {
  static final ArchiveSettings SETTINGS =
      new ArchiveSettings(Duration.ofDays(30), Map.of(), Optional.empty());

  private SweepProcess() {}

  /** Arguments: URL, user and password of the active one, the same of the passive one, a step. */
  public static void main(String[] arguments) throws Exception {
    DatabaseAddress active = new DatabaseAddress(arguments[0], arguments[1], arguments[2]);
    DatabaseAddress passive = new DatabaseAddress(arguments[3], arguments[4], arguments[5]);
    Step last = Step.valueOf(arguments[6]);
    Database database =
        Database.open("kurir.database.url", active, "sql/active", 2, Duration.ofSeconds(30));
    try (TwoDatabases databases = new TwoDatabases(database, active, passive)) {
      databases.sweep(
          SETTINGS,
          step -> {
            if (step == last) {
              System.out.println("passed " + step);
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          });
    }
    System.out.println("ended");
  }
}
