package dev.kurir.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a bench is to do, and with what.
 *
 * @param pairs how many alternations are wanted, at least 1
 * @param messages how many a run of a pipeline takes
 * @param owners how many owners each sink has
 * @param partners how many partners write to each owner
 * @param settings Kurir's settings that differ from the user's, without the database's
 * @param routes the shipped route files
 * @param java the command that starts a process of this program, without arguments
 * @param directory of the bench's own, on the disk that is measured
 * @param told hears how far the bench is, a line each
 */
public record Plan(
    int pairs,
    int messages,
    int owners,
    int partners,
    Map<String, String> settings,
    Path routes,
    List<String> java,
    Path directory,
    Consumer<String> told) {
  public Plan {
    settings = Map.copyOf(settings);
    java = List.copyOf(java);
  }
}
