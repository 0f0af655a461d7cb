package dev.kurir.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.chaos.Verdict.Count;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a run came to, for people and as JSON. */
public final class Report {
  private static final String ROW = "%-17s %5s %8s %6s %6s %8s %10s %6s %9s%n";
  private static final int SHOWN_FAILURES = 20;

  private final Chaos.Options options;
  private final Plan plan;
  private final List<Happened> timeline;
  private final Map<FaultKind, String> skipped;
  private final Verdict verdict;
  private final boolean settled;
  private final int fellOver;
  private final long endMs;
  private final Path directory;

  Report(
      Chaos.Options options,
      Plan plan,
      List<Happened> timeline,
      Map<FaultKind, String> skipped,
      Verdict verdict,
      boolean settled,
      int fellOver,
      long endMs,
      Path directory) {
    this.options = options;
    this.plan = plan;
    this.timeline = timeline;
    this.skipped = skipped;
    this.verdict = verdict;
    this.settled = settled;
    this.fellOver = fellOver;
    this.endMs = endMs;
    this.directory = directory;
  }

  /** Nothing lost, nothing twice, nothing out of order. */
  public boolean flawless() {
    return verdict.flawless() && settled;
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    out.println();
    out.printf(
        ROW,
        "fault",
        "times",
        "messages",
        "lost",
        "twice",
        "reorder",
        "uncertain",
        "dead",
        "slowest");
    Map<FaultKind, Integer> times = new EnumMap<>(FaultKind.class);
    timeline.forEach(fault -> times.merge(fault.kind(), 1, Integer::sum));
    verdict
        .byFault()
        .forEach((kind, count) -> row(out, kind.label(), times.getOrDefault(kind, 0), count));
    skipped.forEach((kind, why) -> out.printf("%-17s skipped: %s%n", kind.label(), why));
    row(out, "(none)", 0, verdict.quiet());
    row(out, "total", timeline.size(), verdict.total);
    out.println();
    if (verdict.neverSent > 0) {
      out.printf(
          "%d more were lost by the killed XMPP server before it had them.%n", verdict.neverSent);
    }
    if (fellOver > 0) {
      out.printf("Kurir ended by itself and was started again %d times.%n", fellOver);
    }
    verdict.failures.stream().limit(SHOWN_FAILURES).forEach(failure -> out.println("  " + failure));
    if (!settled) {
      out.println("Not everything was settled in time.");
    }
    out.printf(
        "Seed %d, %d sent in %d s: %d lost, %d duplicated, %d reordered, %d uncertain (%d not shown).%n",
        options.seed(),
        verdict.total.messages(),
        endMs / 1_000,
        verdict.total.lost(),
        verdict.total.duplicated(),
        verdict.total.reordered(),
        verdict.total.uncertain(),
        verdict.unseen);
    if (!flawless() || options.keep()) {
      out.printf("Logs and data are kept in %s%n", directory);
    }
    out.flush();
  }

  private static void row(PrintWriter out, String name, int times, Count count) {
    out.printf(
        ROW,
        name,
        times,
        count.messages(),
        count.lost(),
        count.duplicated(),
        count.reordered(),
        count.uncertain(),
        count.dead(),
        "%.1f s".formatted(Math.max(0, count.longestMs()) / 1_000.0));
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    ObjectNode json = KurirApi.JSON.createObjectNode();
    json.put("seed", options.seed()).put("seconds", endMs / 1_000).put("settled", settled);
    put(json, "sent", verdict.total);
    json.put("uncertainNotShown", verdict.unseen);
    json.put("neverSent", verdict.neverSent).put("fellOver", fellOver);
    ArrayNode faults = json.putArray("faults");
    verdict
        .byFault()
        .forEach(
            (kind, count) ->
                put(faults.addObject().put("name", kind.label()), "messages", count)
                    .put("times", timeline.stream().filter(f -> f.kind() == kind).count()));
    put(faults.addObject().put("name", "none"), "messages", verdict.quiet());
    skipped.forEach(
        (kind, why) -> faults.addObject().put("name", kind.label()).put("skipped", why));
    ArrayNode happened = json.putArray("timeline");
    timeline.forEach(
        fault ->
            happened
                .addObject()
                .put("fault", fault.kind().label())
                .put("beginMs", fault.beginMs())
                .put("endMs", fault.endMs())
                .put("detail", fault.detail()));
    json.put("planned", plan.faults().size());
    verdict.failures.forEach(json.putArray("failures")::add);
    Files.write(file, KurirApi.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  private static ObjectNode put(ObjectNode json, String messages, Count count) {
    return json.put(messages, count.messages())
        .put("lost", count.lost())
        .put("duplicated", count.duplicated())
        .put("reordered", count.reordered())
        .put("uncertain", count.uncertain())
        .put("dead", count.dead())
        .put("slowestMs", Math.max(0, count.longestMs()));
  }
}
