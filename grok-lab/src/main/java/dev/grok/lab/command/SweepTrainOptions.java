package dev.grok.lab.command;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.Shard;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepEngine;
import dev.grok.lab.sweep.SweepOptions;
import dev.grok.lab.sweep.SweepRun;
import java.nio.file.Path;
import java.util.Map;
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

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of data files; default: that named by GROK_DATA.")
  private @Nullable Path data;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "local or spark (default: ${DEFAULT-VALUE}).")
  private String engine = "local";

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "",
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

  @Mixin private final BackendOption backend = new BackendOption();

  /** Trains; the directory is opened when all else is sound. */
  void train(Console console, String commandLine, Supplier<SweepDirectory> open) {
    if (workers < 0 || replicas < 0 || shards < 0) {
      throw new UsageException("--workers, --replicas and --shards must not be negative");
    }
    SweepEngine.of(engine);
    Backends.Choice choice = backend.choice();
    SweepOptions options =
        new SweepOptions(
            engine,
            master,
            choice,
            data == null ? "" : data.toAbsolutePath().toString(),
            workers,
            replicas,
            Shard.of(shard, shards, System.getenv()),
            failFast,
            retryFailed);
    Map<String, String> reproduction =
        SweepView.reproduction(commandLine, choice.name(), choice.reason());
    SweepDirectory directory = open.get();
    try (SweepRun run = SweepRun.open(directory, options)) {
      run.reading().remarks().forEach(remark -> console.note(quiet, remark));
      SweepView view = new SweepView(console, quiet, reproduction);
      try {
        run.train(view);
      } catch (RuntimeException e) {
        writeAfter(e, run, reproduction);
        throw e;
      }
      write(run, reproduction);
      console.out().print(SweepStatusCommand.text(run.directory(), run.map()));
      console.out().println(directory.path().resolve(SweepView.REPORT));
      requireSuccess(run);
    } catch (OutOfMemoryError e) {
      throw GrokCommand.outOfMemory(e);
    }
  }

  /** Some failures are results; nothing but failures is one of the whole sweep. */
  private static void requireSuccess(SweepRun run) {
    if (run.finished() > 0 && run.failed() == run.finished()) {
      String reason = run.results().firstFailure().map(CellResult::reason).orElse("");
      throw new GrokException(
          "none of the %d cells could be trained: %s".formatted(run.finished(), reason));
    }
  }

  /** What has ended is worth a table; why it went no further is worth more. */
  private static void writeAfter(
      RuntimeException error, SweepRun run, Map<String, String> reproduction) {
    try {
      write(run, reproduction);
    } catch (GrokException e) {
      error.addSuppressed(e);
    }
  }

  /** Other shards may have ended cells meanwhile: what is in their journals counts as well. */
  private static void write(SweepRun run, Map<String, String> reproduction) {
    run.readOthers();
    PhaseMap map = run.map();
    int left = run.plan().cells() - run.results().count() - map.inferred() * map.seeds();
    String progress = left == 0 ? "" : "%d cells have not ended.".formatted(left);
    SweepView.writeAll(run.directory(), map, progress, reproduction);
  }
}
