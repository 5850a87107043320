package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.MatmulKernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import java.util.Arrays;

/** Matrix products by their definition: every element a sum over ascending k. */
interface MatmulLoops extends MatmulKernels {
  @Override
  default void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    int rows = c.shape().axis(1);
    int columns = c.shape().axis(2);
    int inner = a.shape().axis(transpose.a() ? 1 : 2);
    Floats cs = Floats.of(c); // [R, M, N]
    Floats as = Floats.of(a); // [R?, M, K] or [R?, K, M]
    Floats bs = Floats.of(b); // [R?, K, N] or [R?, N, K]
    double[] right = new double[inner * columns]; // [K, N]
    double[] sums = new double[columns];
    for (int r = 0; r < c.replicas(); r++) {
      for (int k = 0; k < inner; k++) {
        for (int n = 0; n < columns; n++) {
          right[k * columns + n] = bs.get(r, transpose.b() ? n * inner + k : k * columns + n);
        }
      }
      for (int m = 0; m < rows; m++) {
        // A row at a time: six times as fast as an element at a time, which jumps through B.
        Arrays.fill(sums, 0);
        for (int k = 0; k < inner; k++) {
          double left = as.get(r, transpose.a() ? k * rows + m : m * inner + k);
          for (int n = 0; n < columns; n++) {
            sums[n] += left * right[k * columns + n];
          }
        }
        for (int n = 0; n < columns; n++) {
          int i = m * columns + n;
          cs.set(r, i, write == Write.ACCUMULATE ? cs.get(r, i) + sums[n] : sums[n]);
        }
      }
    }
  }
}
