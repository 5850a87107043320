package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.io.HostTensor;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses from the authors' initial state, against PyTorch 2.13 in float64. */
class PyTorchTraceTest {
  private static final int PERTURBED = 4;
  private static final int LONGEST_SUM = 200;

  private static TreeMap<Integer, Double> torch(double learningRate, double weightDecay) {
    TreeMap<Integer, Double> losses = new TreeMap<>();
    for (String[] row : Fixtures.rows("fig6b-loss-trace.csv")) {
      if (Double.parseDouble(row[0]) == learningRate && Double.parseDouble(row[1]) == weightDecay) {
        losses.put(Integer.parseInt(row[2]), Double.parseDouble(row[4]));
      }
    }
    assertThat(losses).hasSize(40);
    return losses;
  }

  /** Loss by step and replica. */
  private static Map<Integer, double[]> train(
      String backendName,
      Experiment experiment,
      List<InitialState> states,
      Iterable<Integer> steps) {
    Map<Integer, double[]> losses = new LinkedHashMap<>();
    List<Experiment> replicas = states.stream().map(s -> experiment).toList();
    try (Backend backend = Backends.open(backendName);
        Ensemble ensemble = Ensemble.create(backend, replicas, states)) {
      for (int step : steps) {
        ensemble.run(step - ensemble.step());
        losses.put(
            step, ensemble.evaluate().stream().mapToDouble(o -> o.last().trainLoss()).toArray());
      }
    }
    return losses;
  }

  @ParameterizedTest(name = "decoder rate {0}, decay {1}")
  @CsvSource({"1e-4, 0", "1e-4, 4", "1e-3, 0"})
  void lossesFollowPyTorch(double learningRate, double weightDecay) {
    TreeMap<Integer, Double> torch = torch(learningRate, weightDecay);
    Experiment experiment = Fixtures.fig6b(learningRate, weightDecay);
    List<InitialState> states = new ArrayList<>(List.of(Fixtures.fig6bState()));
    for (int i = 0; i < PERTURBED; i++) {
      states.add(perturbed(states.get(0), i, LONGEST_SUM));
    }
    Map<Integer, double[]> reference = train("reference", experiment, states, torch.keySet());
    Map<Integer, double[]> single =
        train(Fixtures.float32Backend(), experiment, states.subList(0, 1), torch.keySet());

    // By backward error analysis a float32 sum of K products is the exact sum for factors that are
    // each off by at most K ε (Higham, Accuracy and Stability, section 3.1); K is at most 200 here.
    // Replicas in float64 that start with every parameter that far off show what training, which
    // amplifies it (Adam divides by the gradient's own size), makes of such a disturbance. The
    // largest deviation among them so far, times 4 for the disturbances of later steps and the
    // backward pass, bounds what float32 may do.
    double amplified = 0;
    for (Map.Entry<Integer, Double> expected : torch.entrySet()) {
      int step = expected.getKey();
      double loss = expected.getValue();
      double[] losses = reference.get(step);
      assertThat(losses[0]).as("reference, step %d", step).isCloseTo(loss, within(1e-9 * loss));
      for (int r = 1; r <= PERTURBED; r++) {
        amplified = Math.max(amplified, Math.abs(losses[r] - losses[0]) / loss);
      }
      // 4 ε for the rounding of the loss itself, whose sum of 1350 terms is split over 16 lanes.
      double tolerance = (4 * Math.ulp(1f) + 4 * amplified) * loss;
      assertThat(single.get(step)[0])
          .as("float32, step %d", step)
          .isCloseTo(loss, within(tolerance));
    }
    assertThat(amplified).as("the tolerance itself is tight").isLessThan(3e-2);
  }

  /** Each parameter times 1 ± K ε, at random. */
  static InitialState perturbed(InitialState state, int number, int longestSum) {
    RandomStream random = new RandomStream(number, Purpose.THEORY);
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    state
        .parameters()
        .forEach(
            (name, tensor) -> {
              double[] values = tensor.values();
              for (int i = 0; i < values.length; i++) {
                values[i] *= 1 + (random.below(2) * 2 - 1) * longestSum * (double) Math.ulp(1f);
              }
              parameters.put(name, HostTensor.floats(tensor.shape(), values));
            });
    return state.withParameters(parameters);
  }
}
