package dev.grok.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.models.task.Split;
import dev.grok.models.task.SymbolTask;
import dev.grok.models.train.Experiment;
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
}
