package dev.grok.backend.cpu.internal.primitive;

/**
 * The scalars of one step of Adam of one replica, computed in double and rounded once. A reused
 * workspace.
 */
public final class AdamStep {
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
}
