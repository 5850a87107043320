import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.ReplicaOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same toy runs on the GPU and on the CPU: losses, and phases over a grid of rates and decays. */
final class Agreement {
  /** Crossings that lie within this of a boundary between phases decide nothing. */
  private static final double MARGIN = 0.02;

  private Agreement() {}

  private static List<ReplicaOutcome> train(String name, List<Experiment> replicas, long steps) {
    try (Backend backend = Backends.open(name);
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      ensemble.run(steps);
      return ensemble.outcomes();
    }
  }

  static boolean run(Results results, Scale scale) throws IOException {
    boolean losses = lossesAgree(results, scale.of(8, 8, 1));
    return phasesAgree(results, scale.of(20_000, 2_000, 50)) && losses;
  }

  /** 2,000 steps; what float32 may do is shown by the CPU itself beside float64. */
  private static boolean lossesAgree(Results results, int seeds) throws IOException {
    List<Experiment> replicas = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      replicas.add(Experiment.paper(seed));
    }
    List<ReplicaOutcome> gpu = train(GpuSession.backend(), replicas, 2_000);
    List<ReplicaOutcome> cpu = train("cpu", replicas, 2_000);
    List<ReplicaOutcome> reference =
        train("reference", replicas.subList(0, Math.min(4, seeds)), 2_000);
    double own = 0;
    double difference = 0;
    for (int r = 0; r < seeds; r++) {
      difference = Math.max(difference, relative(gpu.get(r), cpu.get(r)));
      if (r < reference.size()) {
        own = Math.max(own, relative(cpu.get(r), reference.get(r)));
      }
    }
    System.out.printf(
        "2,000 steps: GPU against CPU %.2e, CPU against float64 %.2e (relative loss)%n",
        difference, own);
    results.add(
        Map.of("check", "2,000 toy steps", "gpu_against_cpu", difference, "cpu_against_float64", own));
    return difference <= 8 * own + 1e-4;
  }

  private static double relative(ReplicaOutcome a, ReplicaOutcome b) {
    double loss = b.last().trainLoss();
    return Math.abs(a.last().trainLoss() - loss) / Math.abs(loss);
  }

  private static boolean phasesAgree(Results results, long steps) throws IOException {
    List<Experiment> replicas = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        double rate = Math.pow(10, -4 + 2.0 * i / 9);
        replicas.add(Experiment.paper(58).withDecoder(OptimizerSettings.adamw(rate, j)));
      }
    }
    PhaseRule rule = new PhaseRule(steps, PhaseRule.TABLE_1.delay());
    List<ReplicaOutcome> gpu = train(GpuSession.backend(), replicas, steps);
    List<ReplicaOutcome> cpu = train("cpu", replicas, steps);
    int different = 0;
    int wrong = 0;
    for (int r = 0; r < replicas.size(); r++) {
      Phase here = phase(rule, gpu.get(r), 1, 1);
      Phase there = phase(rule, cpu.get(r), 1, 1);
      if (here != there) {
        boolean near = isNear(rule, gpu.get(r), there) || isNear(rule, cpu.get(r), here);
        different++;
        wrong += near ? 0 : 1;
        System.out.printf(
            "cell %d, %d: GPU %s (%s, %s), CPU %s (%s, %s)%s%n",
            r / 10, r % 10, here, gpu.get(r).train(), gpu.get(r).validation(), there,
            cpu.get(r).train(), cpu.get(r).validation(), near ? ": on a boundary" : "");
      }
    }
    System.out.printf(
        "10 x 10 diagram, %d steps: %d phases differ, %d of them not within 2 %% of a boundary%n",
        steps, different, wrong);
    results.add(
        Map.of(
            "check", "10 x 10 diagram", "steps", steps, "phases_that_differ", different,
            "not_on_a_boundary", wrong));
    return wrong == 0;
  }

  /** Whether crossings moved by no more than the margin give that phase. */
  private static boolean isNear(PhaseRule rule, ReplicaOutcome outcome, Phase phase) {
    for (double train : new double[] {1 - MARGIN, 1, 1 + MARGIN}) {
      for (double validation : new double[] {1 - MARGIN, 1, 1 + MARGIN}) {
        if (phase(rule, outcome, train, validation) == phase) {
          return true;
        }
      }
    }
    return false;
  }

  private static Phase phase(
      PhaseRule rule, ReplicaOutcome outcome, double train, double validation) {
    return rule.classify(
        moved(outcome.train(), train), moved(outcome.validation(), validation));
  }

  private static Crossing moved(Crossing crossing, double factor) {
    return crossing instanceof Crossing.Reached reached
        ? Crossing.reached(Math.round(reached.step() * factor))
        : crossing;
  }
}
