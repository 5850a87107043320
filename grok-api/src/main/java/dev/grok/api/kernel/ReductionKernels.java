package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/**
 * Sums over everything but the replica axis. They are split into sixteen partial sums, element i
 * going to sum i mod 16 in ascending order, whatever the hardware; these are then added pairwise
 * (0+8, 1+9, ...; then 0+4, ...; 0+2, 1+3; 0+1).
 */
public interface ReductionKernels {
  /** {@code out = Σ in}. */
  void sum(@Writes("R") Tensor out, @Reads("R? ...") Tensor in);

  /** {@code out = Σ a b}; with a = b the squared norm. */
  void dot(@Writes("R") Tensor out, @Reads("R? ...") Tensor a, @Reads("R? ...") Tensor b);
}
