package dev.grok.lab.command;

import dev.grok.lab.config.Json;
import dev.grok.lab.report.Table;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.JournalReading;
import dev.grok.lab.sweep.PhaseAreas;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.TerminalMap;
import dev.grok.models.train.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grok sweep status}. */
@Command(name = "status", description = "Show how far a sweep is, also while it runs.")
final class SweepStatusCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "The sweep's directory.")
  private Path directory = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  SweepStatusCommand(Console console) {
    this.console = console;
  }

  /**
   * How far a sweep is.
   *
   * @param cells all of them
   * @param remarks what is wrong with the journals
   * @param phases number of grid points by majority
   */
  record State(
      String name,
      int cells,
      int done,
      int diverged,
      int failed,
      int inferredGridPoints,
      List<String> remarks,
      Map<String, Integer> phases) {}

  @Override
  public void run() {
    SweepDirectory sweep = SweepDirectory.existing(directory);
    JournalReading reading = sweep.read();
    CellSelection selection = CellSelection.of(sweep.config());
    selection.next(reading.results());
    PhaseMap map = selection.map(reading.results());
    if (json) {
      console.out().print(Json.write(state(sweep, map, reading.remarks())));
      return;
    }
    reading.remarks().forEach(remark -> console.note(false, remark));
    console.out().print(text(sweep, map));
  }

  private static State state(SweepDirectory sweep, PhaseMap map, List<String> remarks) {
    Map<String, Integer> phases = new TreeMap<>();
    for (int g = 0; g < map.gridPoints(); g++) {
      map.majority(g)
          .ifPresent(p -> phases.merge(p.name().toLowerCase(Locale.ROOT), 1, Integer::sum));
    }
    return new State(
        sweep.config().name(),
        sweep.config().cells(),
        map.results().count(Status.DONE),
        map.results().count(Status.DIVERGED),
        map.results().count(Status.FAILED),
        map.inferred(),
        remarks,
        phases);
  }

  static String text(SweepDirectory sweep, PhaseMap map) {
    StringBuilder text = new StringBuilder();
    String picture = TerminalMap.plain(map);
    text.append(picture).append(picture.isEmpty() ? "" : "\n");
    text.append(
        "%s: %d of %d cells have ended, %d diverged, %d failed%s%n"
            .formatted(
                sweep.config().name(),
                map.results().count(),
                sweep.config().cells(),
                map.results().count(Status.DIVERGED),
                map.results().count(Status.FAILED),
                map.inferred() == 0
                    ? ""
                    : ", %d grid points are inferred".formatted(map.inferred())));
    map.results()
        .firstFailure()
        .ifPresent(
            cell ->
                text.append(
                    "cell %d failed: %s ('grok sweep resume %s --retry-failed' trains such cells again)%n"
                        .formatted(cell.cell(), cell.reason(), sweep.path())));
    if (map.results().count() > map.results().count(Status.FAILED)) {
      text.append('\n').append(areas(map).text());
    }
    return text.toString();
  }

  private static Table areas(PhaseMap map) {
    List<List<String>> rows = new ArrayList<>();
    Map<Phase, PhaseAreas.Area> areas = PhaseAreas.of(map);
    areas.forEach(
        (phase, area) ->
            rows.add(
                List.of(
                    phase.name().toLowerCase(Locale.ROOT),
                    "%.1f %%".formatted(100 * area.share()),
                    Double.isNaN(area.low())
                        ? ""
                        : "%.1f to %.1f %%".formatted(100 * area.low(), 100 * area.high()))));
    return new Table("", List.of("phase", "area", "95 %"), rows);
  }
}
