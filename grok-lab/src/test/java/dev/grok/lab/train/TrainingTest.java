package dev.grok.lab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.RqiConfig;
import dev.grok.lab.sweep.train.SmallDeviceProvider;
import dev.grok.models.task.Split;
import dev.grok.models.task.SymbolTask;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.Schedule;
import dev.grok.theory.representation.RqiDefinition;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingTest {
  @Test
  void theFullDataSetIsPredictedAsInFigure4() {
    Split all = Split.random((SymbolTask) Experiment.paper(0).task(), 55, 0);
    Prediction prediction = Prediction.of(all, 3e-4);
    assertThat(prediction.n0()).isEqualTo(2);
    assertThat(prediction.lambda3()).isCloseTo(6, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(Math.round(prediction.nh())).isEqualTo(556);
    assertThat(prediction.idealAccuracy()).isEqualTo(1);
  }

  @Test
  void tooFewSamplesNeverBecomeLinear() {
    Split few = Split.random((SymbolTask) Experiment.paper(0).task(), 5, 0);
    Prediction prediction = Prediction.of(few, 1e-3);
    assertThat(prediction.isLinear()).isFalse();
    assertThat(prediction.lambda3()).isZero();
    assertThat(prediction.nh()).isInfinite();
  }

  /** A device takes note of updates faster than it makes them: what is told must have been made. */
  @Test
  void progressIsToldWhenTheDeviceIsDone() {
    List<Experiment> experiments = List.of(Experiment.paper(1));
    AtomicLong told = new AtomicLong();
    try (Backend backend = Backends.open("small");
        Training training =
            new Training(
                backend,
                experiments,
                List.of(InitialState.random(experiments.get(0))),
                new RqiConfig(RqiDefinition.AUTHORS, 0.95, 100))) {
      training.run(
          10,
          Schedule.Listed.ENDS,
          Schedule.Listed.ENDS,
          new Training.Listener() {
            private long waits = SmallDeviceProvider.WAITS.get();

            @Override
            public void logged(List<LogEntry> looks) {}

            @Override
            public void advanced(long updates) {
              told.addAndGet(updates);
              assertThat(SmallDeviceProvider.WAITS.get()).isGreaterThan(waits);
              waits = SmallDeviceProvider.WAITS.get();
            }
          });
    }
    assertThat(told).hasValue(10);
  }
}
