package dev.grok.lab.command;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Json;
import dev.grok.lab.report.Report;
import dev.grok.lab.run.Progress;
import dev.grok.lab.run.ReplicaRun;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.RunRecord;
import dev.grok.lab.run.Summary;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grok quickstart}. */
@Command(
    name = "quickstart",
    description = "Train small ensembles, predict them by theory, and show both: under a minute.")
final class QuickstartCommand implements Runnable {
  private static final int DATA_SETS = 10_000;

  private final Console console;
  private final String commandLine;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "First of the seeds; default: 0.")
  private long seed;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private final BackendOption backend = new BackendOption();
  @Mixin private final OutputOption output = new OutputOption();

  QuickstartCommand(Console console, String commandLine) {
    this.console = console;
    this.commandLine = commandLine;
  }

  @Override
  public void run() {
    run(QuickstartSweep.paper(seed));
  }

  void run(QuickstartSweep sweep) {
    int asked = BackendOption.options(threads).threads();
    int workers = asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
    Backends.Choice choice = backend.choice();
    try (RunDirectory directory = output.open("quickstart")) {
      long start = System.nanoTime();
      List<ReplicaRun> runs;
      try (Progress progress = console.progress(quiet, "training", sweep.totalSteps())) {
        runs = sweep.train(choice, workers, progress);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      CriticalFraction critical =
          CriticalFraction.estimate(sweep.task().p(), new MonteCarlo(DATA_SETS, seed, workers));
      QuickstartReport report = new QuickstartReport(sweep, runs, critical);
      // Figures that compute, and the record, want a backend of their own.
      try (Backend opened = choice.open(BackendOption.options(1))) {
        RunRecord record = RunRecord.of(commandLine, opened, choice, seconds);
        Report page = report.page(opened, record, workers);
        directory.write("summary.json", Json.write(Summary.of("quickstart", sweep.steps(), runs)));
        directory.write("environment.json", Json.write(record));
        directory.write(RunJob.REPORT, page.html());
      }
      directory.complete();
      console.out().print(report.table().text());
      console.out().printf("%n%s%n%n", report.verdict());
      console.out().println(directory.path().resolve(RunJob.REPORT));
    } catch (OutOfMemoryError e) {
      throw GrokCommand.outOfMemory(e);
    }
  }
}
