package dev.grok.backend.cpu.internal.loop;

/** The coefficients of one step of SGD of one replica. One object serves all steps. */
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
