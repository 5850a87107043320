package dev.grok.lab.report;

import dev.grok.lab.config.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A page that shows what came out: self-contained, readable without a network.
 *
 * @param title of the page
 * @param lead one paragraph under it
 * @param highlights a few numbers, each with what it is
 * @param tables tables of results
 * @param figures figures
 * @param reproduction what is needed to get the same again
 */
public record Page(
    String title,
    String lead,
    Map<String, String> highlights,
    List<Table> tables,
    List<Figure> figures,
    Map<String, String> reproduction) {
  /** The file of a page in its directory. */
  public static final String FILE = "report.html";

  /** A longer highlight is set in small type. */
  private static final int LONG = 14;

  public String html() {
    return html("");
  }

  /** The page of something that is still going on: a browser loads it again and again. */
  public String htmlThatReloads(int seconds) {
    return html("<meta http-equiv=\"refresh\" content=\"%d\">\n".formatted(seconds));
  }

  private String html(String head) {
    StringBuilder html = new StringBuilder(1 << 21);
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.append(head);
    element(html, "title", title);
    html.append("<style>\n").append(resource("report.css")).append("</style>\n</head>\n<body>\n");
    html.append("<main>\n<header>\n");
    element(html, "h1", title);
    html.append("<p class=\"lead\">").append(escape(lead)).append("</p>\n");
    highlights(html);
    html.append("</header>\n");
    tables.forEach(table -> table(html, table));
    for (int i = 0; i < figures.size(); i++) {
      figure(html, i + 1, figures.get(i));
    }
    reproduction(html);
    html.append("</main>\n<script>\n").append(resource("echarts.min.js")).append("\n</script>\n");
    html.append("<script>\n").append(resource("report.js")).append("</script>\n");
    return html.append("</body>\n</html>\n").toString();
  }

  private void highlights(StringBuilder html) {
    html.append("<dl class=\"highlights\">\n");
    highlights.forEach(
        (what, number) -> {
          html.append("<div>");
          element(html, "dt", what);
          String size = number.length() > LONG ? "<dd class=\"long\">" : "<dd>";
          html.append(size).append(escape(number)).append("</dd></div>\n");
        });
    html.append("</dl>\n");
  }

  private static void table(StringBuilder html, Table table) {
    html.append("<section class=\"table\">\n<div class=\"scroll\">\n<table>\n");
    element(html, "caption", table.caption());
    html.append("<thead><tr>");
    table.columns().forEach(column -> element(html, "th", column));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      html.append("<tr>");
      row.forEach(cell -> element(html, "td", cell));
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>\n</div>\n</section>\n");
  }

  private static void figure(StringBuilder html, int number, Figure figure) {
    html.append(figure.panels().size() == 1 ? "<figure class=\"single\">\n" : "<figure>\n");
    element(html, "h2", number + ". " + figure.title());
    html.append("<div class=\"panels\">\n");
    for (Chart panel : figure.panels()) {
      html.append("<div class=\"panel\">");
      element(html, "h3", panel.title());
      html.append("<div class=\"chart\"></div>\n<script type=\"application/json\">");
      html.append(Json.writeForHtml(panel)).append("</script></div>\n");
    }
    html.append("</div>\n<figcaption>").append(escape(figure.caption()));
    html.append(" <span class=\"paper\">Paper: ").append(escape(figure.paper()));
    html.append("</span></figcaption>\n</figure>\n");
  }

  private void reproduction(StringBuilder html) {
    html.append("<section class=\"reproduction\">\n");
    element(html, "h2", "The same again");
    html.append("<dl>\n");
    reproduction.forEach(
        (what, value) -> {
          element(html, "dt", what);
          element(html, "dd", value);
          html.append('\n');
        });
    html.append("</dl>\n</section>\n");
  }

  private static void element(StringBuilder html, String name, String text) {
    html.append('<').append(name).append('>').append(escape(text));
    html.append("</").append(name).append('>');
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
