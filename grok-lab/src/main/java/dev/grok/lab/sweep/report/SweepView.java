package dev.grok.lab.sweep.report;

import dev.grok.lab.console.Console;
import dev.grok.lab.console.Progress;
import dev.grok.lab.report.Page;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.train.SweepRun;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** What is seen of a sweep while it runs: a map or lines on the terminal, and a page. */
final class SweepView implements SweepRun.Observer {
  private static final double REPORT_SECONDS = 10;
  private static final int RELOAD_SECONDS = 10;
  private static final double LINE_SECONDS = 5;

  /** Lines become rarer: at most so many by any time since the sweep began. */
  private static final double LINES = 50;

  private final PrintStream err;
  private final Progress.Style style;
  private final Console.Size size;
  private final Map<String, String> reproduction;
  private double lineAt;
  private double reportAt;
  private int reported = -1;
  private int drawn;

  SweepView(Console console, boolean quiet, Map<String, String> reproduction) {
    err = console.err();
    style = console.style(quiet);
    size = console.size();
    this.reproduction = reproduction;
  }

  @Override
  public synchronized void remarked(String sentence) {
    if (style != Progress.Style.NONE) {
      err.println("grok: " + sentence);
      // The next map is drawn below the sentence, not over it.
      drawn = 0;
    }
  }

  @Override
  public synchronized void tick(SweepRun run) {
    String line = line(run);
    if (style == Progress.Style.BAR) {
      draw(run.map(), line);
    } else if (style == Progress.Style.LINES && run.seconds() >= lineAt) {
      lineAt = run.seconds() + Math.max(LINE_SECONDS, run.seconds() / LINES);
      err.println("grok: " + line);
    }
    if (run.seconds() >= reportAt && run.finished() != reported) {
      reported = run.finished();
      reportAt = run.seconds() + REPORT_SECONDS;
      run.directory()
          .write(
              Page.FILE,
              new SweepPage(run.map(), reproduction)
                  .page("It is running: " + line + ".")
                  .htmlThatReloads(RELOAD_SECONDS));
    }
  }

  /** How far it is, how fast, and how long it will take. */
  private static String line(SweepRun run) {
    int done = run.results().count();
    double minutes = run.seconds() / 60;
    String rate =
        run.finished() == 0
            ? "no cell has ended yet"
            : "%.1f cells a minute, about %s left"
                .formatted(
                    run.finished() / minutes,
                    duration((run.wanted() - done) / (run.finished() / minutes)));
    // Spark tells when cells end, but nothing of their steps.
    String steps =
        run.updates() == 0
            ? ""
            : String.format(Locale.ROOT, ", %.0f steps/s", run.updates() / run.seconds());
    return "%s: %d of %d cells, %s%s"
        .formatted(run.directory().config().name(), done, run.wanted(), rate, steps);
  }

  private static String duration(double minutes) {
    return minutes < 2
        ? "%.0f s".formatted(60 * minutes)
        : minutes < 120 ? "%.0f min".formatted(minutes) : "%.1f h".formatted(minutes / 60);
  }

  private void draw(PhaseMap map, String line) {
    // A line that wraps, or a picture that scrolls, could not be drawn over.
    String picture = TerminalMap.ansi(map, size.rows() - 2, size.columns() - 1);
    String shown = line.substring(0, Math.min(line.length(), size.columns() - 1));
    // Moves up to where the last picture begins, and clears from there.
    String up = drawn == 0 ? "" : "\u001b[%dA\u001b[J".formatted(drawn);
    drawn = (int) picture.lines().count() + 1;
    err.print(up + picture + shown + "\n");
    err.flush();
  }
}
