package dev.grok.api;

/** What an element of a tensor is. The reference backend holds FLOAT32 tensors in float64. */
public enum DType {
  /** Parameters, activations, metrics. */
  FLOAT32,
  /** Symbols, labels, counters, seeds. */
  INT32;

  /** Bytes of an element on a device that computes in float32. */
  public int bytes() {
    return 4;
  }
}
