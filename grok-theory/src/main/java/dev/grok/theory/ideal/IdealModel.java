package dev.grok.theory.ideal;

import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.parallelogram.PredictedAccuracy;
import dev.grok.theory.rank.DegreesOfFreedom;
import dev.grok.theory.rank.GroundStates;

/**
 * What a model that reaches zero training loss with an injective decoder makes of a training set
 * (paper, section 3.2 and appendix E). Decided by exact ranks.
 */
public final class IdealModel {
  private final DataSet d;
  private final GroundStates groundStates;
  private final Parallelograms implied;
  private final int full;

  public IdealModel(DataSet d) {
    this.d = d;
    groundStates = DegreesOfFreedom.of(d).groundStates();
    Parallelograms all = Parallelograms.full(d.p());
    full = all.size();
    implied = groundStates.implied(all);
  }

  /** R* in the paper (appendix E): the representations that the training set allows. */
  public GroundStates groundStates() {
    return groundStates;
  }

  /**
   * P(D) in the paper (Eq. 14): the parallelograms whose equation is a linear combination of those
   * of P₀(D).
   */
  public Parallelograms parallelograms() {
    return implied;
  }

  /** n₀ in the paper: degrees of freedom of the representation. */
  public int n0() {
    return groundStates.n0();
  }

  /** Whether the representation is E_k = a + k b (n₀ = 2). */
  public boolean isLinear() {
    return groundStates.isLinear();
  }

  /** R̄Q̄Ī = |P(D)|/|P₀| in the paper (Eq. 16); 1 for p = 2, which has no parallelogram. */
  public double rqi() {
    return full == 0 ? 1 : implied.size() / (double) full;
  }

  /** Ācc̄ = Âcc(D, P(D)) in the paper (Eq. 17). */
  public double accuracy() {
    return PredictedAccuracy.of(d, implied);
  }
}
