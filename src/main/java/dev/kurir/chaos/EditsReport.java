package dev.kurir.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run of edits came to, for people and as JSON. */
public final class EditsReport {
  private static final int SHOWN_FAILURES = 20;

  private final Edits.Options options;
  private final Path directory;
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<Integer, Long> answers = new TreeMap<>();
  private final Map<String, Long> figures = new TreeMap<>();
  private final List<Long> live = new ArrayList<>();
  private final List<Long> refusals = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private @Nullable Verdict verdict;
  private boolean settled;
  private int fellOver;
  private long sent;
  private long milliseconds = 1;

  EditsReport(Edits.Options options, Path directory) {
    this.options = options;
    this.directory = directory;
  }

  void decided(EditKind kind, boolean taken, long after) {
    kinds.merge(kind.label(), 1, Integer::sum);
    (taken ? live : refusals).add(after);
  }

  void fail(String failure) {
    failures.add(failure);
  }

  void before(KurirProcess kurir) throws IOException {
    figures(kurir, "Before");
  }

  void after(KurirProcess kurir, long messages, long duration) throws IOException {
    figures(kurir, "After");
    sent = messages;
    milliseconds = Math.max(1, duration);
  }

  private void figures(KurirProcess kurir, String when) throws IOException {
    figures.put("threads" + when, kurir.figure("Threads"));
    figures.put("megabytes" + when, kurir.figure("VmRSS") / 1024);
    figures.put("meters" + when, kurir.metrics().lines().filter(l -> !l.startsWith("#")).count());
  }

  void answers(Map<Integer, Long> of) {
    of.forEach((status, count) -> answers.merge(status, count, Long::sum));
  }

  void judge(Verdict judgement, boolean inTime, int restarts) {
    verdict = judgement;
    settled = inTime;
    fellOver = restarts;
    failures.addAll(judgement.failures);
  }

  /** Nothing lost, twice, out of order, unanswered or undelivered; each edit had its fate. */
  public boolean flawless() {
    return failures.isEmpty()
        && settled
        && fellOver == 0
        && answers.keySet().stream().allMatch(status -> status == 200)
        && count().uncertain() + count().dead() == 0;
  }

  private Verdict.Count count() {
    return verdict == null ? new Verdict.Count(0, 0, 0, 0, 0, 0, 0) : verdict.total;
  }

  private static long part(List<Long> times, double part) {
    List<Long> sorted = times.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    Verdict.Count count = count();
    out.println();
    failures.stream().limit(SHOWN_FAILURES).forEach(failure -> out.println("  " + failure));
    if (!settled) {
      out.println("Not everything was settled in time.");
    }
    out.printf(
        "Seed %d, %d edits: %d taken (live after p50 %d ms, at most %d ms),"
            + " %d refused (told after p50 %d ms, at most %d ms).%n",
        options.seed(),
        options.edits(),
        live.size(),
        part(live, 0.5),
        part(live, 1),
        refusals.size(),
        part(refusals, 0.5),
        part(refusals, 1));
    out.printf(
        "%d messages, %d a second: %d lost, %d duplicated, %d reordered, %d uncertain, %d dead;"
            + " the slowest took %d ms. Requests by status: %s.%n",
        count.messages(),
        sent * 1_000 / milliseconds,
        count.lost(),
        count.duplicated(),
        count.reordered(),
        count.uncertain(),
        count.dead(),
        count.longestMs(),
        answers);
    out.printf("%s%n", figures);
    if (!flawless() || options.keep()) {
      out.printf("Logs and data are kept in %s%n", directory);
    }
    out.flush();
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    Verdict.Count count = count();
    ObjectNode json = KurirApi.JSON.createObjectNode();
    json.put("seed", options.seed()).put("edits", options.edits());
    json.put("taken", live.size()).put("refused", refusals.size());
    json.put("liveP50Ms", part(live, 0.5)).put("liveMaxMs", part(live, 1));
    json.put("refusedP50Ms", part(refusals, 0.5)).put("refusedMaxMs", part(refusals, 1));
    json.put("sent", count.messages()).put("messagesPerSecond", sent * 1_000 / milliseconds);
    json.put("lost", count.lost()).put("duplicated", count.duplicated());
    json.put("reordered", count.reordered()).put("uncertain", count.uncertain());
    json.put("dead", count.dead()).put("slowestMs", count.longestMs());
    json.put("settled", settled).put("fellOver", fellOver);
    ObjectNode statuses = json.putObject("answers");
    answers.forEach((status, number) -> statuses.put(Integer.toString(status), number));
    ObjectNode made = json.putObject("kinds");
    kinds.forEach(made::put);
    figures.forEach(json::put);
    failures.forEach(json.putArray("failures")::add);
    Files.write(file, KurirApi.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }
}
