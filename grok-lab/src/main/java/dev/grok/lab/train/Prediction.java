package dev.grok.lab.train;

import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Split;
import dev.grok.theory.ideal.IdealModel;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;

/**
 * What the effective theory says about one training set, before any training.
 *
 * @param n0 degrees of freedom of the representation; 2: linear
 * @param lambda3 grokking rate, with a plain sum and Z₀ = p as in Fig. 4(c); 0 if n₀ &gt; 2
 * @param nh 1/(λ₃ η) for the embedding's learning rate; infinite if λ₃ η = 0
 * @param idealRqi |P(D)|/|P₀|
 * @param idealAccuracy accuracy of the ideal model on all samples
 */
public record Prediction(int n0, double lambda3, double nh, double idealRqi, double idealAccuracy) {
  /** Beyond it the parallelograms of many replicas would take longer than their training. */
  public static final int MAX_P = 200;

  /**
   * The prediction for a split.
   *
   * @param eta learning rate of the embeddings
   */
  public static Prediction of(Split split, double eta) {
    AdditionTask task = (AdditionTask) split.task();
    DataSet data = DataSet.of(task, split.train());
    IdealModel ideal = new IdealModel(data);
    Spectrum spectrum =
        Spectrum.of(Parallelograms.of(data)).scaled(Normalization.figure4(task.p()));
    double nh = eta == 0 ? Double.POSITIVE_INFINITY : spectrum.nh(eta);
    return new Prediction(ideal.n0(), spectrum.lambda3(), nh, ideal.rqi(), ideal.accuracy());
  }

  /** Whether the theory says that the representation becomes linear. */
  public boolean isLinear() {
    return n0 == 2;
  }
}
