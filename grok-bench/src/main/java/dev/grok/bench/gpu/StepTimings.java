package dev.grok.bench.gpu;

import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.backend.Backend;
import dev.grok.bench.Steps;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Training steps of ensembles, the same work as in peers.py. */
final class StepTimings {
  private static final int WARM_UP = 20;

  private StepTimings() {}

  static void run(SessionContext context) throws IOException {
    SessionSize size = context.size();
    int steps = size.of(300, 20, 2);
    int[] ensembles =
        size.of(new int[] {1, 64, 256, 1024, 4096}, new int[] {1, 64}, new int[] {1, 4});
    for (int replicas : ensembles) {
      try {
        time(context, "toy", toy(replicas, Steps.NEVER), steps);
        time(context, "toy with accuracies", toy(replicas, 1), steps);
      } catch (OutOfDeviceMemoryException e) {
        System.out.printf("left out: toy, R=%d: %s%n", replicas, e.getMessage());
      }
    }
    if (size != SessionSize.TINY) {
      time(context, "transformer", List.of(Steps.TRANSFORMER.experiment(0)), size.of(100, 2, 0));
    }
  }

  /** The paper's toy model with decoder rates from 1e-5 to 1e-2 and decays from 0 to 10. */
  private static List<Experiment> toy(int replicas, int evaluateEvery) {
    List<Experiment> experiments = new ArrayList<>();
    for (int r = 0; r < replicas; r++) {
      double rate = Math.pow(10, -5 + 3.0 * r / Math.max(1, replicas - 1));
      double decay = 10.0 * r / Math.max(1, replicas - 1);
      experiments.add(
          Steps.TOY
              .experiment(r)
              .withDecoder(OptimizerSettings.adamw(rate, decay))
              .with(e -> e.evaluateEvery = evaluateEvery));
    }
    return experiments;
  }

  private static void time(
      SessionContext context, String work, List<Experiment> replicas, int steps)
      throws IOException {
    try (Backend backend = context.open();
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      ensemble.run(Math.min(steps, WARM_UP));
      context.time(backend, work, replicas.size(), steps, () -> ensemble.run(steps));
    }
  }
}
