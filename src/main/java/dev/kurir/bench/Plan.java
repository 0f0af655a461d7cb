package dev.kurir.bench;

import dev.kurir.message.InvalidFieldException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a bench is to do, and with what.
 *
 * @param pairs how many alternations are wanted, at least 1
 * @param messages how many a run of a pipeline takes
 * @param rate messages a second where latency is measured
 * @param seconds how long such a run is, at least 2: the first second does not count
 * @param rows how many finished messages the large database of the growth holds
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
    int rate,
    int seconds,
    int rows,
    int owners,
    int partners,
    Map<String, String> settings,
    Path routes,
    List<String> java,
    Path directory,
    Consumer<String> told) {
  public Plan {
    atLeast("--pairs", pairs, 1);
    atLeast("--messages", messages, 100);
    atLeast("--rate", rate, 10);
    atLeast("--seconds", seconds, 2);
    atLeast("--rows", rows, 1);
    atLeast("--owners", owners, 1);
    atLeast("--partners", partners, 1);
    settings = Map.copyOf(settings);
    java = List.copyOf(java);
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new InvalidFieldException(option, Integer.toString(value), "at least " + least);
    }
  }
}
