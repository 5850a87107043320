package dev.grok.theory;

/**
 * What a model that reaches zero training loss with an injective decoder makes of a training set
 * (paper, section 3.2 and appendix E). Decided by exact ranks.
 */
public final class IdealModel {
  private final DataSet d;
  private final Parallelograms implied;
  private final int full;
  private final int nullity;

  public IdealModel(DataSet d) {
    this.d = d;
    ExactRank space = new EquationMatrix(Parallelograms.of(d)).rowSpace();
    nullity = space.nullity();
    Parallelograms all = Parallelograms.full(d.p());
    EquationMatrix equations = new EquationMatrix(all);
    full = all.size();
    implied = all.filter(k -> space.contains(equations.row(k)));
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
    return nullity;
  }

  /** Whether the representation is E_k = a + k b (n₀ = 2). */
  public boolean isLinear() {
    return nullity == 2;
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
