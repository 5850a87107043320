package dev.grok.lab.command.run;

import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.command.shared.OutputOption;
import dev.grok.lab.command.shared.ThreadsOption;
import dev.grok.lab.quickstart.Quickstart;
import dev.grok.lab.quickstart.QuickstartReport;
import dev.grok.lab.quickstart.QuickstartSweep;
import dev.grok.lab.report.Page;
import dev.grok.lab.run.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grok quickstart}. */
@Command(
    name = "quickstart",
    description = "Train small ensembles, predict them by theory, and show both: under a minute.")
public final class QuickstartCommand extends ConsoleCommand implements Runnable {
  @Option(names = "--seed", paramLabel = "N", description = "First of the seeds; default: 0.")
  private long seed;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final BackendOption backend = new BackendOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Override
  public void run() {
    int workers = threads.count();
    Quickstart quickstart =
        new Quickstart(console(), quiet, commandLine(), backend.choice(), workers);
    try (RunDirectory directory = output.open("quickstart")) {
      QuickstartReport report = quickstart.run(QuickstartSweep.paper(seed), seed, directory);
      directory.complete();
      console().out().print(report.table().text());
      console().out().printf("%n%s%n%n", report.verdict());
      console().out().println(directory.path().resolve(Page.FILE));
    }
  }
}
