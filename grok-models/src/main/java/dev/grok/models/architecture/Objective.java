package dev.grok.models.architecture;

/** What a model is trained for, and when a sample counts as correct. */
public enum Objective {
  /**
   * Mean squared error to random target vectors, one per class (paper, section 2); correct: the
   * nearest target is that of the label.
   */
  REGRESSION,
  /** Softmax cross-entropy over the classes; correct: the largest logit. */
  CLASSIFICATION,
  /** Mean squared error to the one-hot vector of the label (MNIST); correct: the largest output. */
  ONE_HOT
}
