package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.MayBe;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/** Element by element; the output may be any of the inputs of its own number of replicas. */
public interface ElementwiseKernels {
  /** Sets every element. */
  void fill(@Writes("R ...") Tensor out, double value);

  /** {@code out = in}. */
  void copy(@Writes("R ...") Tensor out, @Reads("R? ...") Tensor in);

  /** {@code out = a + b}. */
  void add(
      @Writes("R ...") @MayBe({"a", "b"}) Tensor out,
      @Reads("R? ...") Tensor a,
      @Reads("R? ...") Tensor b);

  /** {@code out = a b}. */
  void multiply(
      @Writes("R ...") @MayBe({"a", "b"}) Tensor out,
      @Reads("R? ...") Tensor a,
      @Reads("R? ...") Tensor b);

  /** {@code out = a / b}. */
  void divide(
      @Writes("R ...") @MayBe({"a", "b"}) Tensor out,
      @Reads("R? ...") Tensor a,
      @Reads("R? ...") Tensor b);

  /** {@code out = factor in}. */
  void scale(
      @Writes("R ...") @MayBe("in") Tensor out,
      @Reads("R? ...") Tensor in,
      @Reads("R?") Tensor factor);

  /** {@code out = a + factor b}, rounded once (fused multiply-add). */
  void addScaled(
      @Writes("R ...") @MayBe({"a", "b"}) Tensor out,
      @Reads("R? ...") Tensor a,
      @Reads("R?") Tensor factor,
      @Reads("R? ...") Tensor b);
}
