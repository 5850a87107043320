package dev.grok.backend.cpu.internal.loop;

/** The scalars of one step of stochastic gradient descent of one replica. A reused workspace. */
public final class SgdCoefficients {
  /** w, or 0 if weight decay is not L2. */
  public float l2;

  /** 1 - η w, or 1 if weight decay is not decoupled. */
  public float keep;

  /** μ. */
  public float momentum;

  /** η. */
  public float learningRate;
}
