package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepMerge;
import dev.grok.lab.sweep.report.SweepFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "merge",
    description =
        "Bring the results of directories of one sweep together in one of them, or a new one.")
final class SweepMergeCommand extends ConsoleCommand implements Runnable {
  @Parameters(
      index = "0",
      paramLabel = "INTO",
      description = "Directory of the sweep, or a new one.")
  private Path into = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "DIR",
      description = "Directories of the same sweep.")
  private List<Path> from = new ArrayList<>();

  @Override
  public void run() {
    SweepMerge merge = SweepMerge.open(into, from);
    int added = merge.run(remark -> console().note(false, remark));
    SweepDirectory directory = merge.directory();
    console().out().printf("%d cells were added to %s%n", added, directory.path());
    SweepFiles.rewrite(console(), commandLine(), directory, directory.config().base().phase());
  }
}
