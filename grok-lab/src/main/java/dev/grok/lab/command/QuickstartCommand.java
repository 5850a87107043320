package dev.grok.lab.command;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.command.shared.OutputOption;
import dev.grok.lab.command.shared.ThreadsOption;
import dev.grok.lab.config.Json;
import dev.grok.lab.console.Progress;
import dev.grok.lab.quickstart.QuickstartReport;
import dev.grok.lab.quickstart.QuickstartSweep;
import dev.grok.lab.report.Page;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.RunJob;
import dev.grok.lab.run.RunRecord;
import dev.grok.lab.run.Summary;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "quickstart",
    description = "Train small ensembles, predict them by theory, and show both: under a minute.")
public final class QuickstartCommand extends ConsoleCommand implements Runnable {
  private static final int DATA_SETS = 10_000;

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
    Backends.Choice choice = backend.choice();
    try (RunDirectory directory = output.open("quickstart")) {
      QuickstartReport report = run(QuickstartSweep.paper(seed), choice, workers, directory);
      directory.complete();
      console().out().print(report.table().text());
      console().out().printf("%n%s%n%n", report.verdict());
      console().out().println(directory.path().resolve(Page.FILE));
    }
  }

  /** Trains the networks, holds them against the theory, and writes both into a directory. */
  private QuickstartReport run(
      QuickstartSweep sweep, Backends.Choice choice, int workers, RunDirectory directory) {
    long start = System.nanoTime();
    List<ReplicaRun> runs;
    try (Progress progress = console().progress(quiet, "training", sweep.updates())) {
      runs = sweep.train(choice, workers, progress);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    CriticalFraction critical =
        CriticalFraction.estimate(sweep.p(), new MonteCarlo(DATA_SETS, seed, workers));
    QuickstartReport report = new QuickstartReport(sweep, runs, critical);
    // The theory's trajectories and the record need a backend of their own.
    try (Backend backend = choice.open(BackendOptions.DEFAULT.withThreads(1))) {
      RunRecord record = RunRecord.of(commandLine(), backend, choice, seconds);
      Page page = report.page(backend, record, workers);
      directory.write(RunJob.SUMMARY, Json.write(Summary.of("quickstart", sweep.steps(), runs)));
      directory.write(RunJob.ENVIRONMENT, Json.write(record));
      directory.write(Page.FILE, page.html());
    }
    return report;
  }
}
