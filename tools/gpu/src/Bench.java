import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.task.ModularTask;
import dev.grok.models.train.Batches;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Thresholds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Training steps, whose work is that of peers.py, and the kernels that make them up. */
final class Bench {
  private static final int NEVER = 1 << 30;

  private Bench() {}

  static boolean run(Results results, Scale scale) throws IOException {
    String us = "grok " + GpuSession.backend();
    if (!GpuSession.matmul().equals("auto")) {
      us += ", " + GpuSession.matmul();
    }
    int steps = scale.of(300, 20, 2);
    int[] many = scale.of(new int[] {1, 64, 256, 1024, 4096}, new int[] {1, 64}, new int[] {1, 4});
    for (int replicas : many) {
      try {
        results.timing(us, "toy", replicas, step(toy(replicas, NEVER), steps));
        results.timing(us, "toy with accuracies", replicas, step(toy(replicas, 1), steps));
      } catch (OutOfDeviceMemoryException e) {
        System.out.printf("left out: toy, R=%d: %s%n", replicas, e.getMessage());
      }
    }
    if (scale != Scale.TINY) {
      results.timing(
          us, "transformer", 1, step(List.of(transformer()), scale.of(100, 2, 0)));
    }
    KernelBench kernels = new KernelBench(results, us, scale);
    kernels.products();
    if (GpuSession.matmul().equals("auto")) {
      // No other choice changes these.
      kernels.others();
    }
    return true;
  }

  private static List<Experiment> toy(int replicas, int evaluateEvery) {
    List<Experiment> experiments = new ArrayList<>();
    for (int r = 0; r < replicas; r++) {
      double rate = Math.pow(10, -5 + 3.0 * r / Math.max(1, replicas - 1));
      double decay = 10.0 * r / Math.max(1, replicas - 1);
      experiments.add(
          Experiment.paper(r)
              .withDecoder(OptimizerSettings.adamw(rate, decay))
              .with(e -> e.evaluateEvery = evaluateEvery));
    }
    return experiments;
  }

  private static Experiment transformer() {
    return new Experiment(
        new ModularTask(53, ModularTask.Operation.ADDITION, true),
        2247,
        Transformer.PAPER,
        OptimizerSettings.adamw(1e-3, 0.01),
        OptimizerSettings.adamw(1e-3, 0),
        Batches.FULL,
        Thresholds.TABLE_1,
        NEVER,
        0);
  }

  /** Seconds a step. */
  private static double step(List<Experiment> replicas, int steps) {
    try (Backend backend = Backends.open(GpuSession.backend());
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      ensemble.run(Math.min(steps, 20));
      return Rounds.best(backend, () -> ensemble.run(steps)) / steps;
    }
  }
}
