package dev.grok.theory.spectrum;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Require;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Rqi;

/**
 * When the effective theory says that a model with a given training set finds the linear structure.
 * Infinite where that set does not determine it.
 *
 * @param spectrum of H of the P₀(D) of the training set, scaled by a normalization
 * @param eta learning rate of the embeddings
 */
public record GrokkingTime(Spectrum spectrum, double eta) {
  private static final int STEPS_PER_TH = 100;
  private static final int LONGEST = 30; // in t_h: e⁻³⁰ of the slowest component is left

  public GrokkingTime {
    Require.step(eta);
  }

  /**
   * Steps until RQI exceeds the threshold along R(t) = exp(-H t) R(0) (paper, Eq. 9), from the
   * training set and the initial embeddings; found to 1/100 of n_h.
   *
   * @param start [p][d], normalized here; read
   * @return infinite if λ₃ = 0, or if the start has no linear component
   */
  public double stepsToRqi(double[][] start, Rqi rqi, double threshold) {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new GrokException("the RQI to be exceeded must be in [0, 1): " + threshold);
    }
    double th = spectrum.th();
    if (th == Double.POSITIVE_INFINITY) {
      return th;
    }
    double[][] normalized = Representations.normalize(start, rqi.definition().variance());
    for (int k = 0; k <= LONGEST * STEPS_PER_TH; k++) {
      double t = th * k / STEPS_PER_TH;
      if (rqi.rqi(spectrum.evolve(normalized, t)) > threshold) {
        return t / eta;
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
