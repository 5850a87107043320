package dev.grok.bench.gpu;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.io.HostTensor;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.ReplicaOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The same toy runs on the backend under test and on the CPU: losses, and phases over a grid of
 * rates and decays.
 */
final class AgreementCheck {
  /** A phase may differ if a crossing lies within this share of a boundary between phases. */
  private static final double MARGIN = 0.02;

  private static final int LOOKS = 20;
  private static final int PERTURBED = 4;
  private static final int LONGEST_SUM = 200;

  private AgreementCheck() {}

  static boolean run(SessionContext context) throws IOException {
    boolean losses = lossesAgree(context, context.size().of(8, 8, 1));
    return phasesAgree(context, context.size().of(20_000, 2_000, 50)) && losses;
  }

  /**
   * Whether the losses agree over 2,000 steps, looked at twenty times. Replicas on the CPU that
   * start with every parameter off by K ε, where K = 200 is the longest sum, show what float32 may
   * do: by backward error analysis that is what rounding amounts to. Four times their largest
   * deviation so far bounds each of the two backends, as in PyTorchTraceTest, and so eight times
   * bounds their difference.
   */
  private static boolean lossesAgree(SessionContext context, int seeds) throws IOException {
    List<InitialState> states = new ArrayList<>();
    List<InitialState> alsoPerturbed = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      InitialState state = InitialState.random(Experiment.paper(seed));
      states.add(state);
      alsoPerturbed.add(state);
      for (int i = 1; i <= PERTURBED; i++) {
        alsoPerturbed.add(perturbed(state, new Random(i)));
      }
    }
    double[][] gpu = losses(context.backend(), states, 1);
    double[][] cpu = losses("cpu", alsoPerturbed, PERTURBED + 1);
    double worst = 0;
    double difference = 0;
    double amplified = 0;
    for (int seed = 0; seed < seeds; seed++) {
      double deviation = 0;
      int first = seed * (PERTURBED + 1);
      for (int look = 0; look < LOOKS; look++) {
        double loss = cpu[look][first];
        for (int i = 1; i <= PERTURBED; i++) {
          deviation = Math.max(deviation, Math.abs(cpu[look][first + i] - loss) / loss);
        }
        double relative = Math.abs(gpu[look][seed] - loss) / loss;
        difference = Math.max(difference, relative);
        worst = Math.max(worst, relative / (8 * Math.ulp(1f) + 8 * deviation));
      }
      amplified = Math.max(amplified, deviation);
    }
    System.out.printf(
        "2,000 steps: GPU and CPU losses differ by up to %.2e, at most %.2f of what is allowed;"
            + " K ε becomes up to %.2e%n",
        difference, worst, amplified);
    context
        .results()
        .add(
            Map.of(
                "check", "2,000 toy steps",
                "gpu_against_cpu", difference,
                "of_what_is_allowed", worst,
                "disturbance_becomes", amplified));
    // A large tolerance would show nothing.
    return worst <= 1 && amplified < 3e-2;
  }

  /** Training losses by look and replica, so many replicas of each seed. */
  private static double[][] losses(String name, List<InitialState> states, int ofSeed) {
    List<Experiment> replicas =
        IntStream.range(0, states.size()).mapToObj(r -> Experiment.paper(r / ofSeed)).toList();
    double[][] losses = new double[LOOKS][];
    try (Backend backend = Backends.open(name);
        Ensemble ensemble = Ensemble.create(backend, replicas, states)) {
      for (int look = 0; look < LOOKS; look++) {
        ensemble.run(2_000 / LOOKS);
        losses[look] =
            ensemble.evaluate().stream().mapToDouble(o -> o.last().trainLoss()).toArray();
      }
    }
    return losses;
  }

  /** Each parameter times 1 + K ε or 1 - K ε. */
  private static InitialState perturbed(InitialState state, Random random) {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    state
        .parameters()
        .forEach(
            (name, tensor) -> {
              double[] values = tensor.values();
              for (int i = 0; i < values.length; i++) {
                values[i] *= 1 + (random.nextBoolean() ? 1 : -1) * LONGEST_SUM * Math.ulp(1f);
              }
              parameters.put(name, HostTensor.floats(tensor.shape(), values));
            });
    return state.withParameters(parameters);
  }

  private static List<ReplicaOutcome> train(String name, List<Experiment> replicas, long steps) {
    try (Backend backend = Backends.open(name);
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      ensemble.run(steps);
      return ensemble.evaluate();
    }
  }

  private static boolean phasesAgree(SessionContext context, long steps) throws IOException {
    List<Experiment> replicas = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        double rate = Math.pow(10, -4 + 2.0 * i / 9);
        replicas.add(Experiment.paper(58).withDecoder(OptimizerSettings.adamw(rate, j)));
      }
    }
    PhaseRule rule = new PhaseRule(steps, PhaseRule.TABLE_1.delay());
    List<ReplicaOutcome> gpu = train(context.backend(), replicas, steps);
    List<ReplicaOutcome> cpu = train("cpu", replicas, steps);
    int different = 0;
    int wrong = 0;
    for (int r = 0; r < replicas.size(); r++) {
      Phase here = rule.classify(gpu.get(r).train(), gpu.get(r).validation());
      Phase there = rule.classify(cpu.get(r).train(), cpu.get(r).validation());
      if (here != there) {
        boolean near = isNear(rule, gpu.get(r), there) || isNear(rule, cpu.get(r), here);
        different++;
        wrong += near ? 0 : 1;
        System.out.printf(
            "cell %d, %d: GPU %s (%s, %s), CPU %s (%s, %s)%s%n",
            r / 10,
            r % 10,
            here,
            gpu.get(r).train(),
            gpu.get(r).validation(),
            there,
            cpu.get(r).train(),
            cpu.get(r).validation(),
            near ? ": on a boundary" : "");
      }
    }
    System.out.printf(
        "10 x 10 diagram, %d steps: %d phases differ, %d of them not within 2 %% of a boundary%n",
        steps, different, wrong);
    context
        .results()
        .add(
            Map.of(
                "check", "10 x 10 diagram",
                "steps", steps,
                "phases_that_differ", different,
                "not_on_a_boundary", wrong));
    return wrong == 0;
  }

  /** Whether crossings moved by no more than the margin give that phase. */
  private static boolean isNear(PhaseRule rule, ReplicaOutcome outcome, Phase phase) {
    for (double train : new double[] {1 - MARGIN, 1, 1 + MARGIN}) {
      for (double validation : new double[] {1 - MARGIN, 1, 1 + MARGIN}) {
        Crossing moved = moved(outcome.validation(), validation);
        if (rule.classify(moved(outcome.train(), train), moved) == phase) {
          return true;
        }
      }
    }
    return false;
  }

  private static Crossing moved(Crossing crossing, double factor) {
    return crossing instanceof Crossing.Reached reached
        ? Crossing.reached(Math.round(reached.step() * factor))
        : crossing;
  }
}
