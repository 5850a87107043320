package dev.grok.lab.console;

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
  private static final String TERMINAL = "grok.terminal";

  /**
   * Size of a terminal.
   *
   * @param rows lines
   * @param columns characters of a line
   */
  public record Size(int rows, int columns) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})");

    /** As the launcher says; 24 x 80 if the terminal does not say. */
    static Size parse(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches()
          ? new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
          : new Size(24, 80);
    }
  }

  public Progress progress(boolean quiet, String task, long total) {
    return Progress.start(style(quiet), err, task, total);
  }

  /** How progress is shown: as a bar on a terminal that can draw one. */
  public Progress.Style style(boolean quiet) {
    return style(quiet, !System.getProperty(TERMINAL, "").isEmpty(), System.getenv());
  }

  public Size size() {
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

  /** Says a sentence on the error stream, unless it is to be quiet. */
  public void note(boolean quiet, String sentence) {
    if (!quiet) {
      err.println("grok: " + sentence);
    }
  }
}
