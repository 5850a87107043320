package dev.grok.api.kernel;

/** Which operands of a matrix product are stored transposed. */
public enum Transpose {
  NONE,
  A,
  B,
  BOTH;

  public boolean a() {
    return this == A || this == BOTH;
  }

  public boolean b() {
    return this == B || this == BOTH;
  }
}
