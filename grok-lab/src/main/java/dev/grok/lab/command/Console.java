package dev.grok.lab.command;

import dev.grok.lab.run.Progress;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command speaks: results to one stream, errors and progress to the other.
 *
 * @param out for results
 * @param err for the rest
 */
public record Console(PrintStream out, PrintStream err) {
  /** Set by the launcher if the error stream is a terminal; Java itself cannot tell. */
  static final String TERMINAL = "grok.terminal";

  Progress progress(boolean quiet, String task, long total) {
    return Progress.start(style(quiet), err, task, total);
  }

  Progress.Style style(boolean quiet) {
    return style(quiet, Boolean.getBoolean(TERMINAL), System.getenv());
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
