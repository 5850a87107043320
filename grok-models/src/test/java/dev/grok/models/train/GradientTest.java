package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.architecture.Objective;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.io.HostTensor;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.ModularTask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Derived gradients against PyTorch and against central differences. */
class GradientTest {
  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource({
    "REGRESSION, ADAMW",
    "REGRESSION, ADAM",
    "REGRESSION, SGD",
    "CLASSIFICATION, ADAMW",
    "CLASSIFICATION, ADAM",
    "CLASSIFICATION, SGD"
  })
  void gradientsAndUpdatesFollowPyTorch(Objective objective, String kind) {
    OptimizerSettings settings =
        switch (kind) {
          case "SGD" -> OptimizerSettings.sgd(1e-2, 0.9, 0.1);
          case "ADAM" -> OptimizerSettings.adam(1e-3, 0.5);
          default -> OptimizerSettings.adamw(1e-3, 0.5);
        };
    assertThat(settings.kind()).isEqualTo(kind);
    Experiment experiment =
        Experiment.paper(58)
            .with(
                e -> {
                  e.model = ToyModel.PAPER.with(m -> m.objective = objective);
                  e.embedding = settings;
                  e.decoder = settings;
                });
    InitialState state = Fixtures.fig6bState();
    if (objective == Objective.CLASSIFICATION) {
      state = state.withParameters(firstRows(state.parameters(), 19));
    }
    List<String[]> rows =
        Fixtures.rows("torch-gradients.csv").stream()
            .filter(r -> r[0].equalsIgnoreCase(objective.name()) && r[1].equals(kind))
            .toList();
    assertThat(rows).hasSize(4 * 7);
    try (Backend backend = Backends.open("reference");
        Ensemble ensemble = Ensemble.create(backend, List.of(experiment), List.of(state))) {
      Map<String, HostTensor> gradients = Map.of();
      for (String[] row : rows) {
        while (ensemble.step() <= Long.parseLong(row[2])) {
          ensemble.run(1);
          gradients = ensemble.gradients(0);
        }
        double[] g = gradients.get(row[3]).values();
        double norm = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum());
        double projection = 0;
        for (int i = 0; i < g.length; i++) {
          projection += g[i] * Math.sin(i + 1);
        }
        String name = "step " + row[2] + " of " + row[3];
        assertThat(norm).as(name).isCloseTo(Double.parseDouble(row[4]), within(1e-9 * norm));
        assertThat(projection).as(name).isCloseTo(Double.parseDouble(row[5]), within(1e-9 * norm));
      }
    }
  }

  private static Map<String, HostTensor> firstRows(Map<String, HostTensor> parameters, int rows) {
    Map<String, HostTensor> result = new LinkedHashMap<>(parameters);
    result.put(
        "decoder.4.weight",
        HostTensor.floats(
            new int[] {rows, 200},
            Arrays.copyOf(parameters.get("decoder.4.weight").values(), rows * 200)));
    result.put(
        "decoder.4.bias",
        HostTensor.floats(
            new int[] {rows}, Arrays.copyOf(parameters.get("decoder.4.bias").values(), rows)));
    return result;
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void gradientsAreCentralDifferencesOfTheLoss(Objective objective) {
    ToyModel model =
        ToyModel.PAPER.with(
            m -> {
              m.objective = objective;
              m.embeddingDimension = 2;
              m.hiddenWidths = List.of(5, 3);
              m.targetDimension = 4;
              m.embeddingScale = 1.5;
              m.decoderScale = 1.2;
            });
    Experiment experiment =
        Experiment.paper(11)
            .with(
                e -> {
                  e.task = new AdditionTask(4, false);
                  e.trainingSamples = 7;
                  e.model = model;
                  e.embedding = OptimizerSettings.sgd(0, 0, 0);
                  e.decoder = e.embedding;
                });
    requireCentralDifferences(experiment);
  }

  @ParameterizedTest
  @EnumSource(Transformer.Norm.class)
  void gradientsOfATransformerAreCentralDifferences(Transformer.Norm norm) {
    Transformer model =
        Examples.otherTransformer(Transformer.Positions.LEARNED, norm, Transformer.NormPlace.PRE)
            .with(
                t -> {
                  t.width = 4;
                  t.heads = 2;
                  t.mlpWidth = 5;
                });
    requireCentralDifferences(
        Examples.modular(model, Batches.FULL, 1)
            .with(
                e -> {
                  e.task = new ModularTask(3, ModularTask.Operation.ADDITION, true);
                  e.trainingSamples = 5;
                  e.embedding = OptimizerSettings.sgd(0, 0, 0);
                  e.decoder = e.embedding;
                }));
  }

  private static void requireCentralDifferences(Experiment experiment) {
    InitialState state = InitialState.random(experiment);
    try (Backend backend = Backends.open("reference")) {
      Map<String, HostTensor> gradients;
      try (Ensemble ensemble = Ensemble.create(backend, List.of(experiment), List.of(state))) {
        ensemble.run(1);
        gradients = ensemble.gradients(0);
      }
      double h = 1e-5;
      for (String name : state.parameters().keySet()) {
        double[] g = gradients.get(name).values();
        for (int i = 0; i < g.length; i++) {
          double up = loss(backend, experiment, nudged(state, name, i, h));
          double down = loss(backend, experiment, nudged(state, name, i, -h));
          assertThat((up - down) / (2 * h))
              .as("%s[%d]", name, i)
              .isCloseTo(g[i], within(1e-8 * (1 + Math.abs(g[i]))));
        }
      }
    }
  }

  private static double loss(Backend backend, Experiment experiment, InitialState state) {
    try (Ensemble ensemble = Ensemble.create(backend, List.of(experiment), List.of(state))) {
      return ensemble.evaluate().get(0).last().trainLoss();
    }
  }

  private static InitialState nudged(InitialState state, String name, int i, double by) {
    Map<String, HostTensor> parameters = new LinkedHashMap<>(state.parameters());
    double[] values = parameters.get(name).values();
    values[i] += by;
    parameters.put(name, HostTensor.floats(parameters.get(name).shape(), values));
    return state.withParameters(parameters);
  }

  @Test
  void onABatchOfAllSamplesTheGradientIsTheFullOne() {
    Experiment full = Experiment.paper(3);
    Experiment batched =
        full.with(e -> e.batches = new Batches(e.trainingSamples, Batches.Order.RANDOM));
    try (Backend backend = Backends.open("reference");
        Ensemble a = Ensemble.create(backend, List.of(full));
        Ensemble b = Ensemble.create(backend, List.of(batched))) {
      a.run(3);
      b.run(3);
      a.parameters(0)
          .forEach(
              (name, tensor) -> {
                double[] other = b.parameters(0).get(name).values();
                for (int i = 0; i < other.length; i++) {
                  assertThat(other[i]).as(name).isCloseTo(tensor.values()[i], within(1e-9));
                }
              });
    }
  }
}
