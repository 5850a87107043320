package dev.grok.backend.cpu.internal.loop;

/**
 * The coefficients of one step of Adam of one replica, computed in double and rounded once. One
 * object serves all steps.
 */
public final class AdamCoefficients {
  /** w, or 0 if weight decay is not L2. */
  public float l2;

  /** 1 - η w, or 1 if weight decay is not decoupled. */
  public float keep;

  /** 1 - β₁. */
  public float oneMinusBeta1;

  /** 1 - β₂. */
  public float oneMinusBeta2;

  /** 1 / √(1 - β₂ᵗ). */
  public float rootCorrection;

  /** ε. */
  public float epsilon;

  /** η / (1 - β₁ᵗ). */
  public float stepSize;

  /** 1 - β₁ᵗ. */
  public double firstCorrection;

  private long t;

  /**
   * Sets β₁, β₂ and the corrections of step t, counted from 1. The parameters of a replica ask for
   * the same values one after another, so the powers are computed for the first only.
   */
  public void correct(float oneMinusBeta1, float oneMinusBeta2, long t) {
    if (t == this.t && oneMinusBeta1 == this.oneMinusBeta1 && oneMinusBeta2 == this.oneMinusBeta2) {
      return;
    }
    this.t = t;
    this.oneMinusBeta1 = oneMinusBeta1;
    this.oneMinusBeta2 = oneMinusBeta2;
    firstCorrection = oneMinusPower(oneMinusBeta1, t);
    rootCorrection = (float) (1 / Math.sqrt(oneMinusPower(oneMinusBeta2, t)));
  }

  /** 1 - βᵗ from 1 - β, without cancellation. */
  private static double oneMinusPower(double oneMinusBeta, long t) {
    return -StrictMath.expm1(t * StrictMath.log1p(-oneMinusBeta));
  }
}
