package dev.grok.lab.command.sweep;

import static dev.grok.lab.command.shared.ConsoleCommand.DEFAULT;

import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.DataOption;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import dev.grok.lab.sweep.Shard;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.report.SweepJob;
import dev.grok.lab.sweep.train.SweepEngine;
import dev.grok.lab.sweep.train.SweepOptions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a sweep is trained, whether it is new or resumed. */
final class SweepTrainOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers at once; default: one a core, or one a device.")
  private int workers;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "Replicas of an ensemble; default: as the backend prefers.")
  private int replicas;

  @Option(names = "--engine", paramLabel = "NAME", description = "local or spark" + DEFAULT)
  private String engine = "local";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Master of the engine, e.g. local[2] or spark://host:7077.")
  private String master = "";

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Train the cells of shard I (from 0) of N; default: as a Slurm array or an indexed"
              + " Kubernetes job says, else all.")
  private @Nullable String shard;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Number of shards, where the job does not tell it (Kubernetes).")
  private int shards;

  @Option(names = "--fail-fast", description = "Stop at the first cell that fails or diverges.")
  private boolean failFast;

  @Option(names = "--retry-failed", description = "Train cells that failed again.")
  private boolean retryFailed;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private final DataOption data = new DataOption();
  @Mixin private final BackendOption backend = new BackendOption();

  /** Trains; opens the directory last, when all else is sound. */
  void train(Console console, String commandLine, Supplier<SweepDirectory> open) {
    if (workers < 0 || replicas < 0 || shards < 0) {
      throw new UsageException("--workers, --replicas and --shards must not be negative");
    }
    SweepEngine.of(engine);
    SweepOptions options =
        new SweepOptions(
            engine,
            master,
            backend.choice(),
            data.absolute(),
            workers,
            replicas,
            Shard.of(shard, shards, System.getenv()),
            failFast,
            retryFailed);
    new SweepJob(console, quiet, commandLine, options).run(open);
  }
}
