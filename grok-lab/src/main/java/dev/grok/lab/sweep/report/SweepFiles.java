package dev.grok.lab.sweep.report;

import dev.grok.lab.console.Console;
import dev.grok.lab.console.Names;
import dev.grok.lab.report.Page;
import dev.grok.lab.report.Table;
import dev.grok.lab.run.Environment;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.JournalReading;
import dev.grok.lab.sweep.PhaseAreas;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepResults;
import dev.grok.models.train.PhaseRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables and page of a sweep, and what is printed of it. */
public final class SweepFiles {
  private SweepFiles() {}

  /** Writes tables and page of what has ended, and prints how far the sweep is. */
  static void write(
      Console console, SweepDirectory directory, PhaseMap map, Map<String, String> reproduction) {
    write(directory, map, reproduction);
    console.out().print(text(directory, map));
    console.out().println(directory.path().resolve(Page.FILE));
  }

  /** Writes tables and page of what has ended. */
  static void write(SweepDirectory directory, PhaseMap map, Map<String, String> reproduction) {
    int left = directory.plan().cells() - map.results().count() - map.inferred() * map.seeds();
    String progress = left == 0 ? "" : "%d cells have not ended.".formatted(left);
    new Exports(map).write(directory);
    directory.write(Page.FILE, new SweepPage(map, reproduction).page(progress).html());
  }

  /**
   * Writes tables and page of what the journals hold, by a phase rule.
   *
   * @param commandLine as typed
   */
  public static void rewrite(
      Console console, String commandLine, SweepDirectory directory, PhaseRule rule) {
    JournalReading reading = directory.read();
    reading.remarks().forEach(remark -> console.note(false, remark));
    PhaseMap map =
        rule.equals(directory.config().base().phase())
            ? CellSelection.phases(reading.results())
            : new PhaseMap(reading.results(), rule);
    String backend = "%s (journal)".formatted(String.join(", ", reading.backends()));
    write(console, directory, map, Environment.now().reproduction(commandLine, backend));
  }

  /** How far a sweep is, with line ends: a map, numbers of cells, areas of the phases. */
  public static String text(SweepDirectory sweep, PhaseMap map) {
    SweepResults results = map.results();
    StringBuilder text = new StringBuilder();
    String picture = TerminalMap.plain(map);
    text.append(picture).append(picture.isEmpty() ? "" : "\n");
    text.append(
        "%s: %d of %d cells have ended, %d diverged, %d failed%s%n"
            .formatted(
                sweep.config().name(),
                results.count(),
                sweep.config().cells(),
                results.count(Status.DIVERGED),
                results.count(Status.FAILED),
                map.inferred() == 0
                    ? ""
                    : ", %d grid points are inferred".formatted(map.inferred())));
    results
        .firstFailure()
        .ifPresent(
            cell ->
                text.append(
                    "cell %d failed: %s ('grok sweep resume %s --retry-failed' trains such cells again)%n"
                        .formatted(cell.cell(), cell.reason(), sweep.path())));
    if (results.count() > results.count(Status.FAILED)) {
      text.append('\n').append(areas(map).text());
    }
    return text.toString();
  }

  private static Table areas(PhaseMap map) {
    List<List<String>> rows = new ArrayList<>();
    PhaseAreas.of(map)
        .forEach(
            (phase, area) ->
                rows.add(
                    List.of(
                        Names.of(phase),
                        "%.1f %%".formatted(100 * area.share()),
                        Double.isNaN(area.low())
                            ? ""
                            : "%.1f to %.1f %%".formatted(100 * area.low(), 100 * area.high()))));
    return new Table("", List.of("phase", "area", "95 %"), rows);
  }
}
