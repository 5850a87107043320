package dev.grok.theory.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.io.HostTensor;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.ReplicaMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LotteryTicketTest {
  private static final Experiment EXPERIMENT =
      Experiment.paper(5)
          .with(
              e ->
                  e.model =
                      ToyModel.PAPER.with(
                          m -> {
                            m.embeddingDimension = 4;
                            m.hiddenWidths = List.of(32);
                          }));

  private static final String EMBEDDING = EXPERIMENT.model().embedding().orElseThrow();

  @Test
  void allComponentsAreTheModelItselfAndFewerAreAnother() {
    InitialState state = InitialState.random(EXPERIMENT);
    try (Backend backend = Backends.open("reference");
        Ensemble ensemble = Ensemble.create(backend, List.of(EXPERIMENT), List.of(state))) {
      Map<String, HostTensor> initial = ensemble.parameters(0);
      ReplicaMetrics start = ensemble.evaluate().get(0).last();
      ensemble.run(50);
      double[][] later = ensemble.embedding(0);
      List<ReplicaMetrics> projected =
          LotteryTicket.metrics(backend, EXPERIMENT, state, initial, later, List.of(1, 4));
      assertThat(projected.get(1).trainLoss()).isCloseTo(start.trainLoss(), within(1e-6));
      assertThat(projected.get(1).validationAccuracy()).isEqualTo(start.validationAccuracy());
      assertThat(Math.abs(projected.get(0).trainLoss() - start.trainLoss())).isGreaterThan(1e-4);

      // Against a projection by hand: one component is mean + ((e - mean)·c) c.
      Pca pca = Pca.of(later);
      double[] mean = pca.mean();
      double[] component = pca.components()[0];
      double[][] rows = initial.get(EMBEDDING).rows();
      double[] byHand = new double[10 * 4];
      for (int i = 0; i < 10; i++) {
        double along = 0;
        for (int c = 0; c < 4; c++) {
          along += (rows[i][c] - mean[c]) * component[c];
        }
        for (int c = 0; c < 4; c++) {
          byHand[i * 4 + c] = mean[c] + along * component[c];
        }
      }
      Map<String, HostTensor> parameters = new LinkedHashMap<>(initial);
      parameters.put(EMBEDDING, HostTensor.floats(new int[] {10, 4}, byHand));
      try (Ensemble other =
          Ensemble.create(
              backend, List.of(EXPERIMENT), List.of(state.withParameters(parameters)))) {
        assertThat(projected.get(0).trainLoss())
            .isCloseTo(other.evaluate().get(0).last().trainLoss(), within(1e-12));
      }
    }
  }

  @Test
  void tooManyComponentsAreRefused() {
    InitialState state = InitialState.random(EXPERIMENT);
    double[][] rows = state.parameters().get(EMBEDDING).rows();
    try (Backend backend = Backends.open("reference")) {
      assertThatThrownBy(
              () ->
                  LotteryTicket.metrics(
                      backend, EXPERIMENT, state, state.parameters(), rows, List.of(5)))
          .isInstanceOf(GrokException.class)
          .hasMessage("number of components must be between 1 and 4: 5");
    }
  }
}
