package dev.grok.lab.sweep.report;

import dev.grok.lab.console.Names;
import dev.grok.lab.report.Table;
import dev.grok.lab.sweep.journal.SweepDirectory;
import dev.grok.lab.sweep.map.PhaseAreas;
import dev.grok.lab.sweep.map.PhaseMap;
import dev.grok.lab.sweep.result.CellResult.Status;
import dev.grok.lab.sweep.result.SweepResults;
import java.util.ArrayList;
import java.util.List;

/** How far a sweep is, as text: a map, numbers of cells, areas of the phases. */
public final class SweepText {
  private SweepText() {}

  /** The text, with its line ends. */
  public static String of(SweepDirectory sweep, PhaseMap map) {
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
