package dev.grok.lab.command;

import dev.grok.lab.run.Environment;
import dev.grok.lab.run.Progress;
import dev.grok.lab.sweep.Exports;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepReport;
import dev.grok.lab.sweep.SweepRun;
import dev.grok.lab.sweep.TerminalMap;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What is seen of a sweep while it runs: a map or lines on the terminal, and a page. */
final class SweepView implements SweepRun.Observer {
  static final String REPORT = "report.html";

  private static final double REPORT_SECONDS = 10;
  private static final int RELOAD_SECONDS = 10;
  private static final double LINE_SECONDS = 5;

  /** Lines become rarer: so many per time that the sweep has taken. */
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

  /** The lines of a report's last box. */
  static Map<String, String> reproduction(String commandLine, String backend, String reason) {
    Environment machine = Environment.now();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Command", commandLine);
    lines.put("Backend", "%s (%s)".formatted(backend, reason));
    lines.put("grok", "%s, commit %s".formatted(machine.grok(), machine.commit()));
    lines.put("Java", machine.java());
    lines.put(
        "Machine", "%s, %d cores, %s".formatted(machine.cpu(), machine.cores(), machine.os()));
    return lines;
  }

  @Override
  public synchronized void remarked(String sentence) {
    if (style != Progress.Style.NONE) {
      err.println("grok: " + sentence);
      // The map is drawn below it, not over it.
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
              REPORT,
              new SweepReport(run.map(), reproduction)
                  .report("It is running: " + line + ".")
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
    // Spark tells of cells, not of their steps.
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
    // Up over what was drawn last, and clear from there.
    String up = drawn == 0 ? "" : "\u001b[%dA\u001b[J".formatted(drawn);
    drawn = (int) picture.lines().count() + 1;
    err.print(up + picture + shown + "\n");
    err.flush();
  }

  /** Writes the tables and the page of what is there. */
  static void writeAll(
      SweepDirectory directory, PhaseMap map, String progress, Map<String, String> reproduction) {
    new Exports(map).write(directory);
    directory.write(REPORT, new SweepReport(map, reproduction).report(progress).html());
  }
}
