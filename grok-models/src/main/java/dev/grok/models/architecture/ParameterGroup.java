package dev.grok.models.architecture;

import dev.grok.models.random.RandomStream.Purpose;

/** The two groups of parameters that the paper trains at different rates. */
public enum ParameterGroup {
  /** The representation: embeddings; of an image model all layers but the last. */
  EMBEDDING,
  /** What reads the representation. */
  DECODER;

  /** The purpose, of the same name, for which the initial values of its parameters are drawn. */
  public Purpose purpose() {
    return Purpose.valueOf(name());
  }
}
