package dev.grok.models.architecture;

import dev.grok.models.random.RandomStream.Purpose;

/** The two groups of parameters that the paper trains at different rates. */
public enum ParameterGroup {
  /** The representation: embeddings; of an image model all layers but the last. */
  EMBEDDING(Purpose.EMBEDDING),
  /** What reads the representation. */
  DECODER(Purpose.DECODER);

  private final Purpose purpose;

  ParameterGroup(Purpose purpose) {
    this.purpose = purpose;
  }

  /** The purpose for which the initial values of its parameters are drawn. */
  public Purpose purpose() {
    return purpose;
  }
}
