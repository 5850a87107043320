package dev.grok.lab.command;

import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.JournalReading;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.models.train.PhaseRule;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grok sweep report}. */
@Command(
    name = "report",
    description = "Write tables and report of what has ended, by this or another phase rule.")
final class SweepReportCommand implements Runnable {
  private final Console console;
  private final String commandLine;

  @Parameters(paramLabel = "DIR", description = "The sweep's directory.")
  private Path directory = Path.of("");

  @Option(
      names = "--budget",
      paramLabel = "STEPS",
      description = "Steps within which a threshold must be reached; default: the sweep's.")
  private long budget;

  @Option(
      names = "--delay",
      paramLabel = "STEPS",
      description = "From this delay on it is grokking; default: the sweep's.")
  private long delay = -1;

  SweepReportCommand(Console console, String commandLine) {
    this.console = console;
    this.commandLine = commandLine;
  }

  @Override
  public void run() {
    run(SweepDirectory.existing(directory));
  }

  void run(SweepDirectory sweep) {
    JournalReading reading = sweep.read();
    reading.remarks().forEach(remark -> console.note(false, remark));
    PhaseRule own = sweep.config().base().phase();
    PhaseRule rule =
        new PhaseRule(budget == 0 ? own.budget() : budget, delay < 0 ? own.delay() : delay);
    CellSelection selection = CellSelection.of(sweep.config());
    selection.next(reading.results());
    PhaseMap map =
        rule.equals(own) ? selection.map(reading.results()) : new PhaseMap(reading.results(), rule);
    int left = map.results().plan().cells() - map.results().count() - map.inferred() * map.seeds();
    SweepView.writeAll(
        sweep,
        map,
        left == 0 ? "" : "%d cells have not ended.".formatted(left),
        SweepView.reproduction(commandLine, String.join(", ", reading.backends()), "journal"));
    console.out().print(SweepStatusCommand.text(sweep, map));
    console.out().println(sweep.path().resolve(SweepView.REPORT));
  }
}
