package dev.grok.theory.ideal;

import static dev.grok.theory.PaperExamples.dataSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.task.Pair;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelogram;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.parallelogram.PredictedAccuracy;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.representation.RqiDefinition;
import dev.grok.theory.representation.RqiDefinition.Closeness;
import dev.grok.theory.representation.Variance;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdealModelTest {
  /** Appendix C: what the text derives after two, three and four pairs of samples. */
  @Test
  void equation14DerivesTheParallelogramsOfAppendixC() {
    IdealModel two = new IdealModel(dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4));
    assertThat(two.parallelograms().list())
        .containsExactlyInAnyOrder(
            new Parallelogram(0, 4, 1, 3),
            new Parallelogram(1, 5, 2, 4),
            new Parallelogram(0, 5, 2, 3));
    IdealModel three = new IdealModel(dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4, 0, 2, 1, 1));
    assertThat(three.parallelograms().list()).contains(new Parallelogram(3, 5, 4, 4));
    assertThat(three.n0()).isEqualTo(3);
    assertThat(three.isLinear()).isFalse();
    IdealModel four = new IdealModel(PaperExamples.APPENDIX_C);
    assertThat(four.isLinear()).isTrue();
    assertThat(four.parallelograms()).isEqualTo(Parallelograms.full(6));
    assertThat(four.rqi()).isEqualTo(1);
  }

  @Test
  void equation12And13() {
    // (0,5) is in D and (0,5,2,3) follows from it, so (2,3) is answered; nothing else is.
    DataSet d = dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4, 0, 5);
    Parallelograms p = new IdealModel(d).parallelograms();
    assertThat(PredictedAccuracy.augmented(d, p))
        .containsExactly(
            new Pair(0, 4),
            new Pair(1, 3),
            new Pair(1, 5),
            new Pair(2, 4),
            new Pair(0, 5),
            new Pair(2, 3));
    assertThat(PredictedAccuracy.of(d, p)).isEqualTo(6 / 21.0);
    assertThat(new IdealModel(d).accuracy()).isEqualTo(6 / 21.0);
    assertThatThrownBy(() -> PredictedAccuracy.of(d, Parallelograms.full(10)))
        .isInstanceOf(GrokException.class);
  }

  /** A linear structure answers every sample whose sum was seen in training. */
  @Test
  void equation17OfALinearStructure() {
    IdealModel model = new IdealModel(PaperExamples.EQUATION_21);
    assertThat(model.isLinear()).isTrue();
    assertThat(model.accuracy()).isEqualTo(6 / 10.0);
    IdealModel full = new IdealModel(DataSet.full(10));
    assertThat(full.accuracy()).isEqualTo(1);
    assertThat(full.rqi()).isEqualTo(1);
    assertThat(new IdealModel(DataSet.full(2)).rqi()).isEqualTo(1);
  }

  /** Eqs. 15 to 17: a representation in general position among the ground states has just P(D). */
  @Test
  void equations15To17AreReachedByAGeneralGroundState() {
    Random random = new Random(4);
    Rqi rqi = new Rqi(10, new RqiDefinition(1e-9, Closeness.DISTANCE, Variance.UNBIASED, 0));
    int linear = 0;
    for (int trial = 0; trial < 150; trial++) {
      DataSet d = PaperExamples.random(10, 5 + trial % 35, trial);
      IdealModel model = new IdealModel(d);
      Spectrum spectrum = Spectrum.of(Parallelograms.of(d)).scaled(Normalization.figure4(10));
      assertThat(spectrum.n0()).isEqualTo(model.n0());
      double[][] groundState = new double[10][1];
      for (int k = 0; k < model.n0(); k++) {
        double amplitude = random.nextGaussian();
        for (int i = 0; i < 10; i++) {
          groundState[i][0] += amplitude * spectrum.eigenvectors()[k][i];
        }
      }
      assertThat(rqi.parallelograms(groundState)).isEqualTo(model.parallelograms());
      assertThat(rqi.rqi(groundState)).isEqualTo(model.rqi());
      assertThat(PredictedAccuracy.of(d, rqi.parallelograms(groundState)))
          .isEqualTo(model.accuracy())
          .isGreaterThanOrEqualTo(d.fraction());
      assertThat(model.parallelograms().list()).containsAll(Parallelograms.of(d).list());
      linear += model.isLinear() ? 1 : 0;
    }
    assertThat(linear).isBetween(30, 120);
  }
}
