package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.architecture.Objective;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.Crossing.Reached;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
  private static final ToyModel SMALL =
      ToyModel.PAPER.with(
          m -> {
            m.objective = Objective.CLASSIFICATION;
            m.hiddenWidths = List.of(32);
            m.targetDimension = 1;
          });

  private static Experiment small(int samples, int batch, double rate, boolean ordered) {
    return Experiment.paper(5)
        .with(
            e -> {
              e.task = new AdditionTask(4, ordered);
              e.trainingSamples = samples;
              e.model = SMALL;
              e.embedding = OptimizerSettings.adamw(rate, 0);
              e.decoder = e.embedding;
              e.batches = new Batches(batch, Batches.Order.RANDOM);
            });
  }

  private static List<ReplicaOutcome> train(int steps, Experiment... replicas) {
    try (Backend backend = Backends.open("cpu");
        Ensemble ensemble = Ensemble.create(backend, List.of(replicas))) {
      ensemble.run(steps);
      return ensemble.evaluate();
    }
  }

  @Test
  void divergenceIsRecordedForItsReplicaAlone() {
    List<ReplicaOutcome> outcomes =
        train(1000, small(8, 0, 1e-2, false), small(8, 0, 1e38, false), small(8, 0, 1e-2, false));
    assertThat(outcomes.get(1).divergence()).isInstanceOf(Reached.class);
    assertThat(((Reached) outcomes.get(1).divergence()).step()).isLessThan(10);
    assertThat(outcomes.get(1).last().trainLoss()).isNotFinite();
    assertThat(outcomes.get(0).divergence()).isEqualTo(Crossing.censored(1000));
    assertThat(outcomes.get(0)).isEqualTo(outcomes.get(2));
    assertThat(outcomes.get(0).last().trainAccuracy()).isEqualTo(1);
  }

  /** The model is fully trained, but its accuracies are not looked at before step 1,000. */
  @Test
  void evaluatingIsALookAndAskingIsNot() {
    Experiment experiment = small(8, 0, 1e-2, false).with(e -> e.evaluateEvery = 1000);
    try (Backend backend = Backends.open("cpu");
        Ensemble ensemble = Ensemble.create(backend, List.of(experiment))) {
      ensemble.run(1000);
      double loss = ensemble.updateLoss(0);
      Crossings unseen = ensemble.crossings().get(0);
      assertThat(unseen.train()).isEqualTo(Crossing.censored(1000));
      assertThat(ensemble.crossings()).containsExactly(unseen);
      assertThat(ensemble.updateLoss(0)).isEqualTo(loss);
      ReplicaOutcome outcome = ensemble.evaluate().get(0);
      assertThat(outcome.train()).isEqualTo(Crossing.reached(999));
      assertThat(ensemble.crossings().get(0).train()).isEqualTo(outcome.train());
    }
  }

  @Test
  void randomBatchesTrain() {
    ReplicaOutcome outcome = train(3000, small(8, 3, 1e-2, false)).get(0);
    assertThat(outcome.train()).isInstanceOf(Reached.class);
  }

  @Test
  void orderedPairsTrain() {
    ReplicaOutcome outcome = train(2000, small(12, 0, 1e-2, true)).get(0);
    assertThat(outcome.train()).isInstanceOf(Reached.class);
  }

  @Test
  void withoutValidationSamplesThereIsNoValidationAccuracy() {
    ReplicaOutcome outcome = train(1000, small(10, 0, 1e-2, false)).get(0);
    assertThat(outcome.last().validationAccuracy()).isNaN();
    assertThat(outcome.validation()).isEqualTo(Crossing.censored(1000));
    assertThat(outcome.train()).isInstanceOf(Reached.class);
  }

  @Test
  void replicasThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> train(1, small(8, 0, 1e-2, false), small(7, 0, 1e-2, false)))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining("replicas 0 and 1 cannot share an ensemble");
    assertThatThrownBy(() -> train(1)).isInstanceOf(GrokException.class);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> small(11, 0, 1e-2, false))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "training samples must be between 1 and 10 (all samples of AdditionTask[p=4, ordered=false]): 11");
    assertThatThrownBy(() -> small(8, 9, 1e-2, false))
        .hasMessage("batch size must be between 0 (all) and 8 (training samples): 9");
    assertThatThrownBy(() -> small(8, 0, -1, false))
        .hasMessage("learning rate must be finite and not negative: -1.0");
    assertThatThrownBy(() -> small(8, 0, Double.NaN, false)).isInstanceOf(GrokException.class);
  }

  @Test
  void closingGivesTheMemoryBack() {
    try (Backend backend = Backends.open("cpu")) {
      Ensemble.create(backend, List.of(small(8, 0, 1e-2, false))).close();
    }
  }
}
