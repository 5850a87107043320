package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.config.Json;
import dev.grok.lab.console.Names;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.JournalReading;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.report.SweepFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "Show how far a sweep is, also while it runs.")
final class SweepStatusCommand extends ConsoleCommand implements Runnable {
  @Parameters(paramLabel = "DIR", description = "The sweep's directory.")
  private Path directory = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

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
    PhaseMap map = CellSelection.phases(reading.results());
    if (json) {
      console().out().print(Json.write(state(sweep, map, reading.remarks())));
      return;
    }
    reading.remarks().forEach(remark -> console().note(false, remark));
    console().out().print(SweepFiles.text(sweep, map));
  }

  private static State state(SweepDirectory sweep, PhaseMap map, List<String> remarks) {
    Map<String, Integer> phases = new TreeMap<>();
    for (int g = 0; g < map.gridPoints(); g++) {
      map.majority(g).ifPresent(phase -> phases.merge(Names.of(phase), 1, Integer::sum));
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
}
