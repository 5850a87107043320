package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.report.SweepFiles;
import dev.grok.models.train.PhaseRule;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = "Write tables and report of what has ended, by this or another phase rule.")
final class SweepReportCommand extends ConsoleCommand implements Runnable {
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

  @Override
  public void run() {
    SweepDirectory sweep = SweepDirectory.existing(directory);
    PhaseRule own = sweep.config().base().phase();
    PhaseRule rule =
        new PhaseRule(budget == 0 ? own.budget() : budget, delay < 0 ? own.delay() : delay);
    SweepFiles.rewrite(console(), commandLine(), sweep, rule);
  }
}
