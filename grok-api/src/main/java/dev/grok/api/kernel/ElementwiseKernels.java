package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** Element by element; the output may be any of the inputs of its own number of replicas. */
public interface ElementwiseKernels {
  /**
   * Sets every element.
   *
   * <pre>
   * out  [R, ...]  overwritten
   * </pre>
   */
  void fill(Tensor out, double value);

  /**
   * {@code out = in}.
   *
   * <pre>
   * out  [R, ...]   overwritten
   * in   [R?, ...]  read
   * </pre>
   */
  void copy(Tensor out, Tensor in);

  /**
   * {@code out = a + b}.
   *
   * <pre>
   * out  [R, ...]   overwritten; may be a or b
   * a    [R?, ...]  read
   * b    [R?, ...]  read
   * </pre>
   */
  void add(Tensor out, Tensor a, Tensor b);

  /**
   * {@code out = a b}.
   *
   * <pre>
   * out  [R, ...]   overwritten; may be a or b
   * a    [R?, ...]  read
   * b    [R?, ...]  read
   * </pre>
   */
  void multiply(Tensor out, Tensor a, Tensor b);

  /**
   * {@code out = a / b}.
   *
   * <pre>
   * out  [R, ...]   overwritten; may be a or b
   * a    [R?, ...]  read
   * b    [R?, ...]  read
   * </pre>
   */
  void divide(Tensor out, Tensor a, Tensor b);

  /**
   * {@code out = factor in}.
   *
   * <pre>
   * out     [R, ...]   overwritten; may be in
   * in      [R?, ...]  read
   * factor  [R?]       read
   * </pre>
   */
  void scale(Tensor out, Tensor in, Tensor factor);

  /**
   * {@code out = a + factor b}, rounded once (fused multiply-add).
   *
   * <pre>
   * out     [R, ...]   overwritten; may be a or b
   * a       [R?, ...]  read
   * factor  [R?]       read
   * b       [R?, ...]  read
   * </pre>
   */
  void addScaled(Tensor out, Tensor a, Tensor factor, Tensor b);
}
