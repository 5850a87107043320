package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.io.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses and gradients of 200 steps of every kind of model, against PyTorch 2.13 in float64. */
class TraceTest {
  /** Full length of every case by -Dgrok.test.traces=full: a quarter of an hour. */
  private static final boolean FULL = System.getProperty("grok.test.traces", "").equals("full");

  private static final int PERTURBED = 3;

  /** A relative deviation of the loss that still tells right from wrong. */
  private static final double TIGHT = 2e-2;

  @TempDir private Path folder;

  /** Fingerprints of a step: of the loss [loss, 0], and of each gradient. */
  private record Step(Map<String, double[]> prints) {}

  /** By replica and step. */
  private static List<List<Step>> train(
      String backendName, Experiment experiment, List<InitialState> states, int steps) {
    List<List<Step>> seen = new ArrayList<>();
    states.forEach(state -> seen.add(new ArrayList<>()));
    List<Experiment> replicas = Collections.nCopies(states.size(), experiment);
    try (Backend backend = Backends.open(backendName);
        Ensemble ensemble = Ensemble.create(backend, replicas, states)) {
      for (int step = 0; step < steps; step++) {
        ensemble.run(1);
        for (int r = 0; r < states.size(); r++) {
          Map<String, double[]> prints = new LinkedHashMap<>();
          prints.put("loss", new double[] {ensemble.updateLoss(r), 0});
          ensemble
              .gradients(r)
              .forEach((name, g) -> prints.put(name, Traces.fingerprint(g.values())));
          seen.get(r).add(new Step(prints));
        }
      }
    }
    return seen;
  }

  private static double[] expected(Map<String, HostTensor> trace, String name, int step) {
    if (name.equals("loss")) {
      return new double[] {trace.get("loss").values()[step], 0};
    }
    double[] rows = trace.get("gradient." + name).values();
    return new double[] {rows[2 * step], rows[2 * step + 1]};
  }

  @ParameterizedTest
  @CsvSource({"transformer7, 200", "equation7, 200", "s3, 200", "images, 200", "transformer53, 1"})
  void theReferenceFollowsPyTorch(String name, int steps) throws IOException {
    Experiment experiment = Traces.experiment(name);
    InitialState state = InitialState.random(experiment, Traces.images(folder));
    Map<String, HostTensor> trace = Traces.trace(name);
    List<Step> seen = train("reference", experiment, List.of(state), FULL ? 200 : steps).get(0);
    for (int step = 0; step < seen.size(); step++) {
      int at = step;
      seen.get(step)
          .prints()
          .forEach(
              (what, print) -> {
                double[] expected = expected(trace, what, at);
                assertThat(print)
                    .as("%s, step %d", what, at)
                    .containsExactly(expected, within(1e-9 * expected[0]));
              });
    }
  }

  /**
   * Float32 against PyTorch's float64. By backward error analysis a sum of K products is off by no
   * more than K ε. Replicas that start with every parameter that far off show how training
   * amplifies such a disturbance: four times their largest deviation so far bounds what float32 may
   * do, as in {@link PyTorchTraceTest}. They train in float32 too, so its rounding is part of what
   * they show.
   */
  @ParameterizedTest
  @CsvSource({"transformer7, 200", "equation7, 200", "s3, 200", "images, 200", "transformer53, 39"})
  void float32FollowsPyTorch(String name, int tight) throws IOException {
    int longest = name.equals("images") ? 784 : name.equals("transformer53") ? 512 : 200;
    int steps = FULL || !name.equals("transformer53") ? 200 : 6;
    Experiment experiment = Traces.experiment(name);
    List<InitialState> states = new ArrayList<>();
    states.add(InitialState.random(experiment, Traces.images(folder)));
    for (int i = 0; i < PERTURBED; i++) {
      states.add(PyTorchTraceTest.perturbed(states.get(0), i, longest));
    }
    Map<String, HostTensor> trace = Traces.trace(name);
    List<List<Step>> seen = train(Fixtures.float32Backend(), experiment, states, steps);
    Map<String, Double> amplified = new LinkedHashMap<>();
    int tightSteps = 0;
    for (int step = 0; step < steps; step++) {
      for (Map.Entry<String, double[]> entry : seen.get(0).get(step).prints().entrySet()) {
        String what = entry.getKey();
        double[] print = entry.getValue();
        double[] expected = expected(trace, what, step);
        double deviation = amplified.getOrDefault(what, 0.0);
        for (int r = 1; r <= PERTURBED; r++) {
          double[] other = seen.get(r).get(step).prints().get(what);
          for (int i = 0; i < 2; i++) {
            deviation = Math.max(deviation, Math.abs(other[i] - print[i]) / expected[0]);
          }
        }
        amplified.put(what, deviation);
        double allowed = (4 * longest * (double) Math.ulp(1f) + 4 * deviation) * expected[0];
        assertThat(print).as("%s, step %d", what, step).containsExactly(expected, within(allowed));
      }
      tightSteps += amplified.get("loss") < TIGHT ? 1 : 0;
    }
    System.out.printf(
        "%s: losses may differ by up to %.1e after %d steps, by less than %.0e in the first %d%n",
        name, 4 * amplified.get("loss"), steps, 4 * TIGHT, tightSteps);
    assertThat(tightSteps)
        .as("steps for which the tolerance of the loss is itself tight")
        .isGreaterThanOrEqualTo(Math.min(tight, steps));
  }
}
