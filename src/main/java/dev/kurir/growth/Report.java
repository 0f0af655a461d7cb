package dev.kurir.growth;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** The answer to a plan, for people: on the terminal and as a page. Immutable. */
public final class Report {
  private final Comparison comparison;

  Report(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Prints the tables, the projection and a chart. */
  public void print(PrintWriter out) {
    out.println(question());
    out.println();
    sheets().forEach(sheet -> sheet.print(out));
    Chart.lines(comparison.course()).forEach(out::println);
    out.println();
    notes().forEach(out::println);
    out.flush();
  }

  /** Writes the same as one HTML page that needs nothing else. */
  public void writeHtml(Path file) throws IOException {
    HtmlReport.write(this, file);
  }

  Comparison comparison() {
    return comparison;
  }

  List<Sheet> sheets() {
    return List.of(
        Sheets.masters(comparison), Sheets.transactions(comparison), Sheets.projection(comparison));
  }

  /** What was asked, in two lines. */
  String question() {
    Plan plan = comparison.plan();
    Day day = plan.day();
    return "A day of "
        + many(day.owners(), "owner")
        + " with "
        + many(day.partners(), "partner")
        + " each ("
        + day.onTelegram()
        + " on Telegram, "
        + day.onXmpp()
        + " on XMPP),\n"
        + many(day.messages(), "message")
        + " each way, of "
        + many(plan.characters(), "character")
        + ".";
  }

  private static String many(int number, String noun) {
    return Wording.count((long) number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** What the figures are, a line each. */
  List<String> notes() {
    return List.of(
        "measured: what pg_total_relation_size tells of a table, its indexes and its TOAST together,",
        "  by " + Sample.of(comparison.plan().day()).words() + " written in batches",
        "  as Kurir does, on a PostgreSQL of its own.",
        "WAL: the log that writing them takes besides; PostgreSQL uses its space again. Messages that",
        "  come one by one take more of it: after a checkpoint whole pages are logged.",
        "receipt: one for each outbox row; attempt: one for each to Telegram and XMPP, none for a",
        "  message pushed to LINE alone. Archived days go to the passive database, which grows instead.");
  }
}
