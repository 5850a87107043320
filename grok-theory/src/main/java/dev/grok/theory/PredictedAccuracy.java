package dev.grok.theory;

import dev.grok.models.task.Pair;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a training set and a set of parallelograms let a model answer (paper, appendix D). */
public final class PredictedAccuracy {
  private PredictedAccuracy() {}

  /**
   * The augmented training set D̄(D, P) (paper, Eq. 12): D and every sample that forms a
   * parallelogram of P with a sample of D.
   */
  public static Set<Pair> augmented(DataSet d, Parallelograms parallelograms) {
    Representations.requireSameP(d.p(), parallelograms.p());
    Set<Pair> augmented = new LinkedHashSet<>(d.samples());
    for (Parallelogram q : parallelograms.list()) {
      if (d.contains(q.outer())) {
        augmented.add(q.inner());
      }
      if (d.contains(q.inner())) {
        augmented.add(q.outer());
      }
    }
    return augmented;
  }

  /**
   * Âcc = |D̄(D, P)|/|D₀| in the paper (Eq. 13): the accuracy on all samples that D and the
   * parallelograms P(R) of a representation predict.
   */
  public static double of(DataSet d, Parallelograms parallelograms) {
    return augmented(d, parallelograms).size() / (double) d.fullSize();
  }
}
