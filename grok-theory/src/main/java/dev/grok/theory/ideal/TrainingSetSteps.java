package dev.grok.theory.ideal;

import dev.grok.models.task.Pair;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.rank.DegreesOfFreedom;
import java.util.ArrayList;
import java.util.List;

/**
 * A training set that is fed sample by sample, as in appendix C of the paper.
 *
 * @param d the whole training set
 * @param n0 degrees of freedom after each sample, exactly
 */
public record TrainingSetSteps(DataSet d, List<Integer> n0) {
  public TrainingSetSteps {
    n0 = List.copyOf(n0);
  }

  /** Feeds the samples in their order. */
  public static TrainingSetSteps of(DataSet d) {
    DegreesOfFreedom degrees = new DegreesOfFreedom(d.p());
    List<Integer> n0 = new ArrayList<>();
    for (Pair sample : d.samples()) {
      degrees.add(sample);
      n0.add(degrees.n0());
    }
    return new TrainingSetSteps(d, n0);
  }
}
