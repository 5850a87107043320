package dev.grok.lab.sweep.report;

import dev.grok.api.GrokException;
import dev.grok.lab.console.Console;
import dev.grok.lab.run.Environment;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.train.SweepOptions;
import dev.grok.lab.sweep.train.SweepRun;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Trains a sweep, shows how far it is, and writes its tables and its page.
 *
 * @param commandLine as typed
 */
public record SweepJob(Console console, boolean quiet, String commandLine, SweepOptions options) {
  /**
   * Trains what no journal holds yet.
   *
   * @param open opens the directory
   * @throws GrokException if no cell could be trained
   */
  public void run(Supplier<SweepDirectory> open) {
    String backend = "%s (%s)".formatted(options.backend().name(), options.backend().reason());
    Map<String, String> reproduction = Environment.now().reproduction(commandLine, backend);
    try (SweepRun run = SweepRun.open(open.get(), options)) {
      run.reading().remarks().forEach(remark -> console.note(quiet, remark));
      try {
        run.train(new SweepView(console, quiet, reproduction));
      } catch (RuntimeException e) {
        writeAfter(e, run, reproduction);
        throw e;
      }
      // Other shards may have ended cells meanwhile: what is in their journals counts as well.
      run.readOthers();
      SweepFiles.write(console, run.directory(), run.map(), reproduction);
      requireSuccess(run);
    }
  }

  /** What has ended is worth a table; the error is worth more than a table that fails. */
  private static void writeAfter(
      RuntimeException error, SweepRun run, Map<String, String> reproduction) {
    try {
      run.readOthers();
      SweepFiles.write(run.directory(), run.map(), reproduction);
    } catch (GrokException e) {
      error.addSuppressed(e);
    }
  }

  /** Some failures are results; nothing but failures is a failure of the sweep. */
  private static void requireSuccess(SweepRun run) {
    if (run.finished() > 0 && run.failed() == run.finished()) {
      String reason = run.results().firstFailure().map(CellResult::reason).orElse("");
      throw new GrokException(
          "none of the %d cells could be trained: %s".formatted(run.finished(), reason));
    }
  }
}
