package dev.grok.lab.command;

import dev.grok.lab.run.Progress;
import java.io.PrintStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a command speaks: results to one stream, errors and progress to the other.
 *
 * @param out for results
 * @param err for the rest
 */
public record Console(PrintStream out, PrintStream err) {
  /** Set by the launcher to {@code ROWS COLUMNS} if the error stream is a terminal. */
  static final String TERMINAL = "grok.terminal";

  /**
   * Size of a terminal.
   *
   * @param rows lines
   * @param columns characters of a line
   */
  record Size(int rows, int columns) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})");

    /** As the launcher says; 24 x 80 where a terminal does not tell. */
    static Size parse(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches()
          ? new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
          : new Size(24, 80);
    }
  }

  Progress progress(boolean quiet, String task, long total) {
    return Progress.start(style(quiet), err, task, total);
  }

  Progress.Style style(boolean quiet) {
    return style(quiet, !System.getProperty(TERMINAL, "").isEmpty(), System.getenv());
  }

  Size size() {
    return Size.parse(System.getProperty(TERMINAL, ""));
  }

  static Progress.Style style(boolean quiet, boolean terminal, Map<String, String> environment) {
    if (quiet) {
      return Progress.Style.NONE;
    }
    boolean plain =
        environment.containsKey("CI") || environment.getOrDefault("TERM", "").equals("dumb");
    return terminal && !plain ? Progress.Style.BAR : Progress.Style.LINES;
  }

  void note(boolean quiet, String sentence) {
    if (!quiet) {
      err.println("grok: " + sentence);
    }
  }
}
