package dev.grok.models.toy;

/** What the toy model is trained for. */
public enum Objective {
  /** Mean squared error to a fixed random target per sum; accuracy by the nearest target. */
  REGRESSION,
  /** Softmax cross-entropy over the sums; accuracy by the largest logit. */
  CLASSIFICATION
}
