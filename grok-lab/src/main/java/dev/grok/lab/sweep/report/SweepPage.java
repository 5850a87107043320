package dev.grok.lab.sweep.report;

import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.console.Columns;
import dev.grok.lab.console.Names;
import dev.grok.lab.report.Figure;
import dev.grok.lab.report.Page;
import dev.grok.lab.report.Table;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.lab.sweep.PhaseAreas;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.SweepResults;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The page about a sweep; it can be read while the sweep runs.
 *
 * @param reproduction what is needed to get the same again
 */
record SweepPage(PhaseMap map, Map<String, String> reproduction) {
  private static final int SHOWN_FAILURES = 20;
  private static final int MOST_DRAWN = 20_000;

  /**
   * The page.
   *
   * @param progress a sentence on how far the sweep is; empty when it is complete
   */
  Page page(String progress) {
    List<Table> tables = new ArrayList<>(List.of(areas()));
    Table failures = failures();
    if (!failures.rows().isEmpty()) {
      tables.add(failures);
    }
    SweepConfig sweep = map.sweep();
    boolean drawn = map.gridPoints() <= MOST_DRAWN;
    List<Figure> figures = drawn ? MapFigures.of(map) : List.of();
    String lead =
        "%s. %s.%s"
            .formatted(
                sweep.description(),
                sweep.source(),
                drawn ? "" : " More grid points than a page can show: see sweep.npz.");
    return new Page(
        "Sweep " + sweep.name(),
        progress.isEmpty() ? lead : lead + " " + progress,
        highlights(),
        tables,
        figures,
        reproduction);
  }

  private Map<String, String> highlights() {
    SweepResults results = map.results();
    Map<String, String> highlights = new LinkedHashMap<>();
    highlights.put(
        "of %d cells have ended".formatted(map.sweep().cells()), Integer.toString(results.count()));
    if (map.inferred() > 0) {
      highlights.put("grid points inferred", Integer.toString(map.inferred()));
    }
    highlights.put("seeds of each grid point", Integer.toString(map.seeds()));
    highlights.put("cells diverged", Integer.toString(results.count(Status.DIVERGED)));
    highlights.put("cells failed", Integer.toString(results.count(Status.FAILED)));
    return highlights;
  }

  private Table areas() {
    List<List<String>> rows = new ArrayList<>();
    PhaseAreas.of(map)
        .forEach(
            (phase, area) ->
                rows.add(
                    List.of(
                        Names.of(phase),
                        percent(area.share()),
                        Double.isNaN(area.low())
                            ? "one seed"
                            : percent(area.low()) + " to " + percent(area.high()),
                        Long.toString(majorities(phase)))));
    PhaseRule rule = map.rule();
    return new Table(
        "Areas of the phases: training reaches %s, validation %s of accuracy within %d steps, and a delay of %d steps or more is grokking (Table 1). The interval is what the choice of seeds leaves (bootstrap, 95 %%)."
            .formatted(
                map.sweep().base().experiment().thresholds().train(),
                map.sweep().base().experiment().thresholds().validation(),
                rule.budget(),
                rule.delay()),
        List.of("phase", "share of cells", "95 % interval", "grid points by majority"),
        rows);
  }

  private long majorities(Phase phase) {
    return IntStream.range(0, map.gridPoints())
        .filter(g -> map.majority(g).filter(phase::equals).isPresent())
        .count();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "" : "%.1f %%".formatted(100 * share);
  }

  private Table failures() {
    return Table.of(
        "Cells that diverged or failed (at most %d are shown)".formatted(SHOWN_FAILURES),
        new Columns<CellResult>()
            .add("cell", CellResult::cell)
            .add("", result -> Names.of(result.status()))
            .add("reason", CellResult::explanation),
        map.results()
            .ended()
            .filter(result -> result.status() != Status.DONE)
            .limit(SHOWN_FAILURES)
            .toList());
  }
}
