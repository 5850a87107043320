package dev.grok.theory.ideal;

import static dev.grok.theory.PaperExamples.dataSet;
import static dev.grok.theory.PaperExamples.linear;
import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.ideal.AlexanderCheck.Verdict;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.representation.Rqi;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AlexanderCheckTest {
  private static final Rqi RQI = new Rqi(10);

  private static AlexanderCheck check(DataSet d, double[][] initial, double[][] trained) {
    return AlexanderCheck.of(d, new IdealModel(d), RQI, initial, trained);
  }

  @Test
  void groundStatesKeepWithinTheBounds() {
    DataSet d = PaperExamples.random(10, 30, 2);
    AlexanderCheck check = check(d, normal(10, 1, 0), linear(10, 1));
    assertThat(new IdealModel(d).isLinear()).isTrue();
    assertThat(check.holds()).isTrue();
    assertThat(check.rqi()).isEqualTo(check.rqiBound()).isEqualTo(1);
    assertThat(check.excess()).isEmpty();
  }

  /** A line where nothing implies it: formed, or lucky if it was there before. */
  @Test
  void aLineThatNothingImplies() {
    DataSet d = dataSet(10, 0, 1, 2, 3);
    AlexanderCheck formed = check(d, normal(10, 1, 0), linear(10, 1));
    assertThat(formed.verdict()).isEqualTo(Verdict.FORMED);
    assertThat(formed.excess()).hasSize(70);
    assertThat(formed.rqiBound()).isZero();
    assertThat(formed.chance()).isZero();
    AlexanderCheck lucky = check(d, linear(10, 1), linear(10, 1));
    assertThat(lucky.verdict()).isEqualTo(Verdict.LUCKY_START);
    assertThat(lucky.excess().get(0).initialDistance()).isLessThan(1e-12);
  }

  /** Random embeddings of one dimension have some parallelograms within δ by chance. */
  @Test
  void chance() {
    DataSet d = dataSet(10, 0, 1, 2, 3);
    int exceptions = 0;
    int explained = 0;
    for (int seed = 0; seed < 40; seed++) {
      AlexanderCheck check = check(d, normal(10, 1, 100 + seed), normal(10, 1, seed));
      exceptions += check.holds() ? 0 : 1;
      explained += check.verdict() == Verdict.CHANCE ? 1 : 0;
    }
    assertThat(exceptions).isGreaterThan(20);
    // A share of 1 % is expected to look like more than chance.
    assertThat(explained).isGreaterThanOrEqualTo(exceptions - 2);
  }

  /** Small networks, really trained: the bound holds or chance explains why not. */
  @Test
  void trainedNetworks() {
    ToyModel small =
        ToyModel.PAPER.with(
            m -> {
              m.hiddenWidths = List.of(40);
              m.targetDimension = 10;
            });
    int held = 0;
    int linear = 0;
    try (Backend backend = Backends.open("cpu")) {
      for (int size : new int[] {20, 30, 45}) {
        List<Experiment> experiments =
            LongStream.range(0, 8)
                .mapToObj(
                    seed ->
                        Experiment.paper(seed)
                            .with(e -> e.model = small)
                            .withTrainingSamples(size)
                            .withEmbedding(OptimizerSettings.adamw(1e-2, 0))
                            .withDecoder(OptimizerSettings.adamw(3e-3, 0)))
                .toList();
        try (Ensemble ensemble = Ensemble.create(backend, experiments)) {
          double[][][] initial = new double[8][][];
          for (int r = 0; r < 8; r++) {
            initial[r] = ensemble.embedding(r);
          }
          ensemble.run(1_500);
          for (int r = 0; r < 8; r++) {
            DataSet d =
                DataSet.of(new AdditionTask(10, false), ensemble.initialState(r).split().train());
            AlexanderCheck check = check(d, initial[r], ensemble.embedding(r));
            held += check.holds() ? 1 : 0;
            linear += check.rqi() > 0.95 ? 1 : 0;
            assertThat(check.holds() || check.verdict() == Verdict.CHANCE)
                .as("%d samples, seed %d: %s", size, r, check)
                .isTrue();
          }
        }
      }
    }
    assertThat(held).isGreaterThanOrEqualTo(20);
    assertThat(linear).isGreaterThanOrEqualTo(3);
  }
}
