package dev.grok.lab.quickstart;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Json;
import dev.grok.lab.console.Console;
import dev.grok.lab.console.Progress;
import dev.grok.lab.report.Page;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.RunJob;
import dev.grok.lab.run.RunRecord;
import dev.grok.lab.run.Summary;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.List;

/**
 * Trains a quickstart's networks, holds them against the theory, and writes both into a directory.
 *
 * @param commandLine as typed
 * @param choice of the backend
 * @param workers number of ensembles that train at once
 */
public record Quickstart(
    Console console, boolean quiet, String commandLine, Backends.Choice choice, int workers) {
  private static final int DATA_SETS = 10_000;

  /**
   * Does it all.
   *
   * @param seed of the theory's random data sets
   */
  public QuickstartReport run(QuickstartSweep sweep, long seed, RunDirectory directory) {
    long start = System.nanoTime();
    List<ReplicaRun> runs;
    try (Progress progress = console.progress(quiet, "training", sweep.updates())) {
      runs = sweep.train(choice, workers, progress);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    CriticalFraction critical =
        CriticalFraction.estimate(sweep.p(), new MonteCarlo(DATA_SETS, seed, workers));
    QuickstartReport report = new QuickstartReport(sweep, runs, critical);
    // The theory's trajectories and the record need a backend of their own.
    try (Backend backend = choice.open(BackendOptions.DEFAULT.withThreads(1))) {
      RunRecord record = RunRecord.of(commandLine, backend, choice, seconds);
      Page page = report.page(backend, record, workers);
      directory.write(RunJob.SUMMARY, Json.write(Summary.of("quickstart", sweep.steps(), runs)));
      directory.write(RunJob.ENVIRONMENT, Json.write(record));
      directory.write(Page.FILE, page.html());
    }
    return report;
  }
}
