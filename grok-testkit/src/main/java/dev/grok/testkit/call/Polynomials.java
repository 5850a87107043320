package dev.grok.testkit.call;

/**
 * How many floating-point operations an element of a curved function takes, as grok-backend-cpu
 * computes them.
 */
final class Polynomials {
  static final int EXP_FLOPS = 22;
  static final int TANH_FLOPS = 20;
  static final int GELU_FLOPS = 28;
  static final int GELU_GRADIENT_FLOPS = 56;

  private Polynomials() {}
}
