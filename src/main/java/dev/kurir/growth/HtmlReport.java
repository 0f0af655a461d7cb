package dev.kurir.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report as one page that needs nothing else: the tables and their charts. Pure but for its file.
 */
final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Kurir, growth</title><style>
      body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:56em;padding:0 1em;color:#222}
      table{border-collapse:collapse}th,td{padding:.3em .8em;text-align:right;border-bottom:1px solid #ddd;vertical-align:bottom}
      .name{text-align:left}.sum td{font-weight:bold}svg{max-width:100%;height:auto}
      rect.paper{fill:#c9ced6}rect.kurir{fill:#2166ac}line{stroke-width:2}line.grid{stroke:#e6e6e6;stroke-width:1}
      line.paper{stroke:#8f97a3}line.kurir{stroke:#2166ac}line.archived{stroke:#0a7a3c}
      line.disk{stroke:#b3261e;stroke-dasharray:4 3}text{font:12px system-ui,sans-serif;fill:#555}
      .key{color:#555}.key b{font-weight:bold}.key .paper{color:#8f97a3}.key .kurir{color:#2166ac}.key .archived{color:#0a7a3c}
      .key .disk{color:#b3261e}
      </style></head><body><h1>Kurir, growth</h1>
      """;

  private HtmlReport() {}

  static void write(Report report, Path file) throws IOException {
    Files.writeString(file, page(report));
  }

  /** The page's text. */
  static String page(Report report) {
    Course course = report.comparison().course();
    StringBuilder page = new StringBuilder(HEAD);
    page.append(paragraph(report.question()));
    for (Sheet sheet : report.sheets()) {
      page.append(table(sheet));
    }
    page.append("<h2>A day, table by table</h2>\n");
    page.append(key("paper", "the paper's sizes", "kurir", "measured"));
    page.append(Drawing.bars(report.comparison()));
    page.append("<h2>Day by day</h2>\n");
    String archived = "Kurir, archived after " + Wording.days(course.after());
    page.append(
        key("paper", "the paper's sizes", "kurir", "Kurir, all kept", "archived", archived));
    if (course.showsDisk()) {
      page.append(key("disk", "the disk is full: " + Wording.size(course.disk().bytes())));
    }
    page.append(Drawing.course(course));
    page.append(paragraph(String.join("\n", report.notes())));
    return page.append("</body></html>\n").toString();
  }

  private static String table(Sheet sheet) {
    StringBuilder table = new StringBuilder("<h2>" + escaped(sheet.title()) + "</h2>\n<table><tr>");
    for (int i = 0; i < sheet.heads().size(); i++) {
      table.append(cell("th", i < sheet.names(), sheet.heads().get(i).strip()));
    }
    table.append("</tr>\n");
    for (var row : sheet.rows()) {
      boolean sum = row.get(0).equals("sum") || row.get(0).equals("all");
      table.append(sum ? "<tr class=\"sum\">" : "<tr>");
      for (int i = 0; i < row.size(); i++) {
        table.append(cell("td", i < sheet.names(), row.get(i)));
      }
      table.append("</tr>\n");
    }
    return table.append("</table>\n").toString();
  }

  private static String cell(String element, boolean name, String text) {
    String lines = escaped(text).replace("\n", "<br>");
    return "<" + element + (name ? " class=\"name\">" : ">") + lines + "</" + element + ">";
  }

  /** What a chart's colours mean: pairs of a kind and its words. */
  private static String key(String... kinds) {
    StringBuilder key = new StringBuilder("<p class=\"key\">");
    for (int i = 0; i < kinds.length; i += 2) {
      key.append("<b class=\"").append(kinds[i]).append("\">■</b> ");
      key.append(escaped(kinds[i + 1])).append(" &#160; ");
    }
    return key.append("</p>\n").toString();
  }

  private static String paragraph(String text) {
    return "<p>" + escaped(text) + "</p>\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
