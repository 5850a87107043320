package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ReductionKernels;

/** Sums in the sixteen partial sums that the interface prescribes. */
interface ReductionLoops extends ReductionKernels {
  int LANES = 16;

  @Override
  default void sum(Tensor out, Tensor in) {
    int n = (int) in.shape().product(1);
    Floats outs = Floats.of(out); // [R]
    Floats ins = Floats.of(in); // [R?, ...]
    for (int r = 0; r < out.replicas(); r++) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < n; i++) {
        lanes[i % LANES] += ins.get(r, i);
      }
      outs.set(r, 0, pairwise(lanes));
    }
  }

  @Override
  default void dot(Tensor out, Tensor a, Tensor b) {
    int n = (int) a.shape().product(1);
    Floats outs = Floats.of(out); // [R]
    Floats as = Floats.of(a); // [R?, ...]
    Floats bs = Floats.of(b); // [R?, ...]
    for (int r = 0; r < out.replicas(); r++) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < n; i++) {
        lanes[i % LANES] += as.get(r, i) * bs.get(r, i);
      }
      outs.set(r, 0, pairwise(lanes));
    }
  }

  private static double pairwise(double[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}
