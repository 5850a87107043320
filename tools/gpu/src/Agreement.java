import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.ReplicaOutcome;
import dev.grok.models.train.PhaseRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same toy runs on the GPU and on the CPU: losses, and phases over a grid of rates and decays. */
final class Agreement {
  private Agreement() {}

  private record Run(double[] losses, List<String> phases, List<ReplicaOutcome> outcomes) {}

  private static Run train(String name, List<Experiment> replicas, long steps) {
    try (Backend backend = Backends.open(name);
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      ensemble.run(steps);
      double[] losses = ensemble.metrics().stream().mapToDouble(m -> m.trainLoss()).toArray();
      List<ReplicaOutcome> outcomes = ensemble.outcomes();
      List<String> phases = new ArrayList<>();
      for (ReplicaOutcome outcome : outcomes) {
        phases.add(
            String.valueOf(PhaseRule.TABLE_1.classify(outcome.train(), outcome.validation())));
      }
      return new Run(losses, phases, outcomes);
    }
  }

  static boolean run(Results results, boolean quick) throws IOException {
    boolean losses = lossesAgree(results);
    phasesAgree(results, quick ? 2_000 : 20_000);
    return losses;
  }

  /** 2,000 steps; what float32 may do is shown by the CPU itself from states one unit off. */
  private static boolean lossesAgree(Results results) throws IOException {
    List<Experiment> replicas = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      replicas.add(Experiment.paper(seed));
    }
    Run gpu = train(GpuSession.backend(), replicas, 2_000);
    Run cpu = train("cpu", replicas, 2_000);
    Run reference = train("reference", replicas.subList(0, 4), 2_000);
    double own = 0;
    double difference = 0;
    for (int r = 0; r < gpu.losses().length; r++) {
      difference = Math.max(difference, relative(gpu.losses()[r], cpu.losses()[r]));
      if (r < reference.losses().length) {
        own = Math.max(own, relative(cpu.losses()[r], reference.losses()[r]));
      }
    }
    System.out.printf(
        "2,000 steps: GPU against CPU %.2e, CPU against float64 %.2e (relative loss)%n",
        difference, own);
    results.add(
        Map.of("check", "2,000 toy steps", "gpu_against_cpu", difference, "cpu_against_float64", own));
    return difference <= 8 * own + 1e-4;
  }

  private static double relative(double a, double b) {
    return Math.abs(a - b) / Math.abs(b);
  }

  private static void phasesAgree(Results results, long steps) throws IOException {
    List<Experiment> replicas = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        double rate = Math.pow(10, -4 + 2.0 * i / 9);
        replicas.add(Experiment.paper(58).withDecoder(OptimizerSettings.adamw(rate, j)));
      }
    }
    Run gpu = train(GpuSession.backend(), replicas, steps);
    Run cpu = train("cpu", replicas, steps);
    int different = 0;
    for (int r = 0; r < replicas.size(); r++) {
      if (!gpu.phases().get(r).equals(cpu.phases().get(r))) {
        different++;
        System.out.printf(
            "cell %d, %d: GPU %s %s, CPU %s %s%n",
            r / 10, r % 10, gpu.phases().get(r), gpu.outcomes().get(r), cpu.phases().get(r),
            cpu.outcomes().get(r));
      }
    }
    System.out.printf("10 x 10 diagram, %d steps: %d phases differ%n", steps, different);
    results.add(Map.of("check", "10 x 10 diagram", "steps", steps, "phases_that_differ", different));
  }
}
