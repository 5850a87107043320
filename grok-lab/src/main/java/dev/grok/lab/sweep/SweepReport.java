package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.report.Figure;
import dev.grok.lab.report.Report;
import dev.grok.lab.report.Table;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page about a sweep; it can be read while the sweep runs. */
public final class SweepReport {
  private static final int SHOWN_FAILURES = 20;
  private static final int MOST_DRAWN = 20_000;

  private final PhaseMap map;
  private final SweepConfig sweep;
  private final Map<String, String> reproduction;

  /**
   * @param reproduction what is needed to get the same again
   */
  public SweepReport(PhaseMap map, Map<String, String> reproduction) {
    this.map = map;
    this.reproduction = reproduction;
    sweep = map.results().plan().sweep();
  }

  /**
   * The page.
   *
   * @param progress a sentence on how far the sweep is; empty when it is complete
   */
  public Report report(String progress) {
    List<Table> tables = new ArrayList<>(List.of(areas()));
    Table failures = failures();
    if (!failures.rows().isEmpty()) {
      tables.add(failures);
    }
    boolean drawn = map.gridPoints() <= MOST_DRAWN;
    List<Figure> figures = drawn ? MapFigures.of(map) : List.of();
    String lead =
        "%s. %s.%s"
            .formatted(
                sweep.description(),
                sweep.source(),
                drawn ? "" : " More grid points than a page can show: see sweep.npz.");
    return new Report(
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
    int cells = map.gridPoints() * map.seeds();
    highlights.put("of %d cells have ended".formatted(cells), Integer.toString(results.count()));
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
                        Exports.lower(phase),
                        percent(area.share()),
                        Double.isNaN(area.low())
                            ? "one seed"
                            : percent(area.low()) + " to " + percent(area.high()),
                        Integer.toString(majorities(phase)))));
    PhaseRule rule = map.rule();
    return new Table(
        "Areas of the phases: training reaches %s, validation %s of accuracy within %d steps, and a delay of %d steps or more is grokking (Table 1). The interval is what the choice of seeds leaves (bootstrap, 95 %%)."
            .formatted(
                sweep.base().experiment().thresholds().train(),
                sweep.base().experiment().thresholds().validation(),
                rule.budget(),
                rule.delay()),
        List.of("phase", "share of cells", "95 % interval", "grid points by majority"),
        rows);
  }

  private int majorities(Phase phase) {
    int n = 0;
    for (int g = 0; g < map.gridPoints(); g++) {
      n += map.majority(g).filter(phase::equals).isPresent() ? 1 : 0;
    }
    return n;
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "" : "%.1f %%".formatted(100 * share);
  }

  private Table failures() {
    List<List<String>> rows = new ArrayList<>();
    int cells = map.gridPoints() * map.seeds();
    for (int cell = 0; cell < cells && rows.size() < SHOWN_FAILURES; cell++) {
      map.results()
          .get(cell)
          .filter(result -> result.status() != Status.DONE)
          .ifPresent(
              result ->
                  rows.add(
                      List.of(
                          Integer.toString(result.cell()),
                          Exports.lower(result.status()),
                          result.status() == Status.DIVERGED
                              ? "training loss is not finite after update " + result.diverged()
                              : result.reason())));
    }
    return new Table(
        "Cells that diverged or failed (at most %d are shown)".formatted(SHOWN_FAILURES),
        List.of("cell", "", "reason"),
        rows);
  }
}
