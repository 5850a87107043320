package dev.grok.testkit.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.MatmulKernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;

/** Matrix products by their definition. */
interface MatmulLoops extends MatmulKernels {
  @Override
  default void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    int rows = c.shape().axis(1);
    int columns = c.shape().axis(2);
    int inner = a.shape().axis(transpose.a() ? 1 : 2);
    Floats cs = Floats.of(c); // [R, M, N]
    Floats as = Floats.of(a); // [R?, M, K] or [R?, K, M]
    Floats bs = Floats.of(b); // [R?, K, N] or [R?, N, K]
    for (int r = 0; r < c.replicas(); r++) {
      for (int m = 0; m < rows; m++) {
        for (int n = 0; n < columns; n++) {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            double left = as.get(r, transpose.a() ? k * rows + m : m * inner + k);
            double right = bs.get(r, transpose.b() ? n * inner + k : k * columns + n);
            sum += left * right;
          }
          int i = m * columns + n;
          cs.set(r, i, write == Write.ACCUMULATE ? cs.get(r, i) + sum : sum);
        }
      }
    }
  }
}
