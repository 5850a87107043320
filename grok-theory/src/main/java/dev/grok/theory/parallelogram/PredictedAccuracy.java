package dev.grok.theory.parallelogram;

import dev.grok.models.task.Pair;
import dev.grok.theory.internal.Require;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a training set and a set of parallelograms let a model answer (paper, appendix D). */
public final class PredictedAccuracy {
  private PredictedAccuracy() {}

  /**
   * The augmented training set D̄(D, P) (paper, Eq. 12): D and every sample that forms a
   * parallelogram of P with a sample of D.
   *
   * @param parallelograms of the same task as D
   */
  public static Set<Pair> augmented(SampleSet d, ParallelogramSet<?> parallelograms) {
    Require.sameP(d.symbols(), parallelograms.symbols());
    Set<Pair> augmented = new LinkedHashSet<>(d.samples());
    parallelograms.forEach(
        (i, j, m, n) -> {
          Pair first = new Pair(i, j);
          Pair second = new Pair(m, n);
          if (d.contains(first)) {
            augmented.add(second);
          }
          if (d.contains(second)) {
            augmented.add(first);
          }
        });
    return augmented;
  }

  /**
   * Âcc = |D̄(D, P)|/|D₀| in the paper (Eq. 13): the accuracy on all samples that D and the
   * parallelograms P(R) of a representation predict.
   */
  public static double of(SampleSet d, ParallelogramSet<?> parallelograms) {
    return augmented(d, parallelograms).size() / (double) d.fullSize();
  }
}
